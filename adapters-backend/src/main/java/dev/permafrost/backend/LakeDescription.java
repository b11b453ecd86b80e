package dev.permafrost.backend;

/**
 * What must be known of a lake before anything else can be asked.
 *
 * @param network the network's passphrase
 * @param layout how it is cut
 * @param hasManifest whether its manifest says so, or else the configuration
 */
record LakeDescription(String network, LakeLayout layout, boolean hasManifest) {}
