/**
 * Signs requests to S3, and to stores that speak as it does, with the credentials that Amazon's own
 * tools would find. The command and the lake adapter find it as a service on the class path.
 */
@NullMarked
package dev.permafrost.s3;

import org.jspecify.annotations.NullMarked;
