/**
 * The adapter for S3 credentials: signs requests to S3 and compatible stores, with the credentials
 * that Amazon's own tools would find. Optional: add it to your class path if your lake is in S3. It
 * is found as a service.
 */
@NullMarked
package dev.permafrost.s3;

import org.jspecify.annotations.NullMarked;
