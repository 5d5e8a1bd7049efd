package io.litedrill.storage;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The settings of one bucket.
 *
 * @param bucket its name
 * @param endpoint its server
 * @param credentials the credentials; empty for the AWS SDK's default chain: environment, web identity, profile files,
 *     container, instance
 * @param authorities a PEM file with certificates that are trusted beside those of Java
 * @param scheme the scheme of addresses for messages
 */
public record S3Settings(
        String bucket,
        S3Endpoint endpoint,
        Optional<S3Credentials> credentials,
        Optional<Path> authorities,
        String scheme) {
    /** Creates the settings of a bucket of type {@code s3}. */
    public S3Settings(
            String bucket, S3Endpoint endpoint, Optional<S3Credentials> credentials, Optional<Path> authorities) {
        this(bucket, endpoint, credentials, authorities, "s3");
    }

    /** Creates settings that trust the authorities of Java. */
    public S3Settings(String bucket, S3Endpoint endpoint, Optional<S3Credentials> credentials) {
        this(bucket, endpoint, credentials, Optional.empty());
    }

    /** Rejects an empty bucket name. */
    public S3Settings {
        if (bucket.isBlank()) {
            throw new IllegalArgumentException("S3 bucket: must not be empty");
        }
    }
}
