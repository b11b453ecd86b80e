package dev.permafrost.backend.lake;

/**
 * The basic description of a lake, needed for every request.
 *
 * @param network the network's passphrase
 * @param layout how it is divided
 * @param hasManifest whether this comes from its manifest, otherwise from the configuration
 */
public record LakeDescription(String network, LakeLayout layout, boolean hasManifest) {}
