package io.litedrill.storage;

import java.util.Optional;

/**
 * Credentials for an S3 store. {@code toString} omits the secrets.
 *
 * @param accessKeyId identifies the account; not a secret
 * @param secretAccessKey signs requests; never sent
 * @param sessionToken for temporary credentials
 */
public record S3Credentials(String accessKeyId, String secretAccessKey, Optional<String> sessionToken) {
    /** Creates credentials that do not expire. */
    public S3Credentials(String accessKeyId, String secretAccessKey) {
        this(accessKeyId, secretAccessKey, Optional.empty());
    }

    @Override
    public String toString() {
        return "S3Credentials[accessKeyId=" + accessKeyId + ", secretAccessKey=***]";
    }
}
