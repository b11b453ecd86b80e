package dev.permafrost.domain.landing;

import dev.permafrost.domain.chain.CheckedHeaders;
import dev.permafrost.ports.landing.LandedFile;

/**
 * A pack that was read completely: every frame, sequence, header hash and link in it is correct.
 *
 * @param headers the headers at both ends
 * @param file the size and the SHA-256 of the file
 * @param rawBytes the decoded size of its ledgers
 * @param isOfThisCodec whether its form, and a sample of its frames, are those that this version
 *     would write; another pack can be valid, too
 */
public record VerifiedPack(
    CheckedHeaders headers, LandedFile file, long rawBytes, boolean isOfThisCodec) {}
