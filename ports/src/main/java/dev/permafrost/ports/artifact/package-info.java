/**
 * Artifacts: the immutable files made from one chunk. Their kinds, their formats, and the store
 * that keeps them.
 */
@NullMarked
package dev.permafrost.ports.artifact;

import org.jspecify.annotations.NullMarked;
