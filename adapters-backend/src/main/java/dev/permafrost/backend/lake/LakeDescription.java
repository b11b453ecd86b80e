package dev.permafrost.backend.lake;

/**
 * What must be known of a lake before anything else can be asked.
 *
 * @param network the network's passphrase
 * @param layout how it is cut
 * @param hasManifest whether its manifest says so, or else the configuration
 */
public record LakeDescription(String network, LakeLayout layout, boolean hasManifest) {}
