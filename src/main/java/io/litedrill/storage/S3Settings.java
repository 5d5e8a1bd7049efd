package io.litedrill.storage;

import java.util.Optional;

/**
 * The settings of one bucket.
 *
 * @param bucket its name
 * @param endpoint its server
 * @param credentials the credentials; empty for the AWS SDK's default chain: environment, web identity, profile files,
 *     container, instance
 */
public record S3Settings(String bucket, S3Endpoint endpoint, Optional<S3Credentials> credentials) {
    /** Rejects an empty bucket name. */
    public S3Settings {
        if (bucket.isBlank()) {
            throw new IllegalArgumentException("S3 bucket: must not be empty");
        }
    }
}
