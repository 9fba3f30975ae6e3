/** Amazon S3 and what speaks its language: list, presign, read by range, upload. */
@NullMarked
package dev.mayfly.engine.s3;

import org.jspecify.annotations.NullMarked;
