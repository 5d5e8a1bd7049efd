/** Reads buckets of Google Cloud Storage. Needs the libraries of {@code lib/litedrill-gcs.jar}. */
@NullMarked
package io.litedrill.storage.gcs;

import org.jspecify.annotations.NullMarked;
