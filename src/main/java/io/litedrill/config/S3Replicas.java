package io.litedrill.config;

import io.litedrill.config.ReplicaLocation.S3Location;
import io.litedrill.storage.S3Credentials;
import io.litedrill.storage.S3Endpoint;
import io.litedrill.storage.S3Settings;
import java.nio.file.Path;
import java.util.Optional;

/** Locates replicas in buckets of S3 and of compatible stores. */
final class S3Replicas {
    /** The variable of the AWS SDKs, Litestream's included, for a file with certificates of authorities. */
    static final String AUTHORITIES = "AWS_CA_BUNDLE";

    private S3Replicas() {}

    static ReplicaLocation locate(ReplicaSource source) {
        ReplicaFields fields = source.fields();
        S3Options options = new S3Options(fields, source.url(), source.endpointOfUrls());
        // a path or an endpoint may be empty on purpose
        Optional<String> elsewhere = fields.has("endpoint") ? fields.unsetReason("endpoint") : Optional.empty();
        if (elsewhere.isPresent()) {
            return source.elsewhere(elsewhere.get());
        }
        // an empty part of a URL is read as Litestream reads it, with a warning
        Optional<String> unset =
                options.bucket().isEmpty() ? fields.unsetReason("bucket", "url") : fields.unsetReason("bucket");
        if (options.bucket().isEmpty() || unset.isPresent()) {
            return source.unreadable(
                    unset.orElse(fields.where() + ".bucket: the bucket of a replica of type s3 is needed"));
        }
        Optional<S3Endpoint> endpoint = options.endpoint();
        if (endpoint.isEmpty()) {
            return source.elsewhere(
                    fields.where() + ".endpoint: must be http://HOST or https://HOST, without user and query");
        }
        Optional<S3Credentials> credentials = credentials(fields, source.environment());
        Optional<Path> authorities = source.environment().nonEmpty(AUTHORITIES).map(Path::of);
        return new S3Location(
                new S3Settings(options.bucket(), endpoint.get(), credentials, authorities), options.path());
    }

    /**
     * Returns the keys of the file if both are set, else those of the environment, else empty for the AWS SDK's own
     * search.
     */
    private static Optional<S3Credentials> credentials(ReplicaFields fields, Environment environment) {
        if (fields.has("access-key-id") && fields.has("secret-access-key")) {
            return Optional.of(new S3Credentials(fields.text("access-key-id"), fields.text("secret-access-key")));
        }
        String id = variable(environment, "ACCESS_KEY_ID");
        String secret = variable(environment, "SECRET_ACCESS_KEY");
        return id.isEmpty() || secret.isEmpty()
                ? Optional.empty()
                : Optional.of(new S3Credentials(id, secret, environment.nonEmpty("AWS_SESSION_TOKEN")));
    }

    /**
     * Returns a variable. Litestream copies its own to that of AWS unless the latter is set, even to the empty text.
     */
    private static String variable(Environment environment, String name) {
        return environment
                .variable("AWS_" + name)
                .or(() -> environment.variable("LITESTREAM_" + name))
                .orElse("");
    }
}
