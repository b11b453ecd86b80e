package dev.permafrost.domain.landing;

import dev.permafrost.domain.chain.CheckedHeaders;
import dev.permafrost.ports.landing.LandedFile;

/**
 * A pack that was read whole: every frame, sequence, header hash and link in it is sound.
 *
 * @param headers what its headers say at both ends
 * @param file the size and the SHA-256 of the file
 * @param rawBytes how large its ledgers are, decoded
 * @param isOfThisCodec whether its form, and a sample of its frames, are those that would be
 *     written now; a pack of another is sound all the same
 */
public record VerifiedPack(
    CheckedHeaders headers, LandedFile file, long rawBytes, boolean isOfThisCodec) {}
