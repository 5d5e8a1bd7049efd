package io.litedrill.storage;

import java.util.Optional;

/**
 * One bucket.
 *
 * @param bucket its name
 * @param endpoint where it is
 * @param credentials who asks; empty for the AWS SDK's own chain: environment, web identity, profile files, container, instance
 */
public record S3Settings(String bucket, S3Endpoint endpoint, Optional<S3Credentials> credentials) {
    /** Refuses an empty bucket name. */
    public S3Settings {
        if (bucket.isBlank()) {
            throw new IllegalArgumentException("S3 bucket: must not be empty");
        }
    }
}
