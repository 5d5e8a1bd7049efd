package io.litedrill.config;

import io.litedrill.config.ReplicaLocation.Credentials;
import io.litedrill.config.ReplicaLocation.Endpoint;
import io.litedrill.config.ReplicaLocation.FileLocation;
import io.litedrill.config.ReplicaLocation.S3Location;
import io.litedrill.config.ReplicaLocation.Unreadable;
import io.litedrill.config.ReplicaLocation.Unsupported;
import java.nio.file.InvalidPathException;
import java.util.Locale;
import java.util.Optional;

/** From the settings of a replica to the place that they mean. Never fails: what is wrong becomes {@link Unreadable}. */
final class ReplicaLocator {
    private final Environment environment;
    private final Optional<String> endpointOfUrls;

    private ReplicaLocator(Environment environment, Optional<String> endpointOfUrls) {
        this.environment = environment;
        this.endpointOfUrls = endpointOfUrls;
    }

    /** For litestream.yml: Litestream looks at {@code LITESTREAM_S3_ENDPOINT} for URLs on its command line alone. */
    static ReplicaLocator of(Environment environment) {
        return new ReplicaLocator(environment, Optional.empty());
    }

    /** For URLs that people give to us: {@code LITESTREAM_S3_ENDPOINT} is the endpoint of those that name none. */
    static ReplicaLocator withEndpointOf(Environment environment) {
        return new ReplicaLocator(environment, environment.nonEmpty("LITESTREAM_S3_ENDPOINT"));
    }

    /** The type, from the URL, else as it is set, else a file. */
    static String type(ReplicaFields fields) {
        String url = fields.text("url");
        String type = ReplicaUrl.isUrl(url) || ReplicaUrl.read(url).isPresent()
                ? url.substring(0, url.indexOf(':')).toLowerCase(Locale.ROOT)
                : fields.text("type");
        return switch (type) {
            case "" -> "file";
            case "webdavs" -> "webdav";
            default -> type;
        };
    }

    ReplicaLocation locate(ReplicaFields fields) {
        return switch (type(fields)) {
            case "file" -> file(fields);
            case "s3" -> s3(fields);
            default -> new Unsupported(type(fields), address(fields));
        };
    }

    private static String address(ReplicaFields fields) {
        if (fields.has("url")) {
            return ReplicaUrl.withoutSecrets(fields.text("url"));
        }
        return type(fields) + "://" + GoPaths.join(fields.text("bucket") + fields.text("host"), fields.text("path"));
    }

    private static Unreadable unreadable(ReplicaFields fields, String reason) {
        return new Unreadable(address(fields), reason);
    }

    /** At an endpoint that is not understood: without a trace of it, the address would be one at Amazon. */
    private static Unreadable elsewhere(ReplicaFields fields, String reason) {
        return new Unreadable(address(fields) + "?endpoint=" + Secret.HIDDEN, reason);
    }

    /** What Litestream refuses for both types; empty when there is nothing. */
    private static Optional<String> conflict(ReplicaFields fields) {
        if (ReplicaUrl.isUrl(fields.text("path"))) {
            return Optional.of(fields.where() + ".path: must not be a URL. Put it under url");
        }
        if (fields.has("url") && (fields.has("path") || fields.has("bucket"))) {
            return Optional.of(fields.where() + ".url: must stand alone, without path and bucket");
        }
        if (fields.has("url") && ReplicaUrl.read(fields.text("url")).isEmpty()) {
            return Optional.of(fields.unsetReason("url").orElse(fields.where() + ".url: must be SCHEME://HOST/PATH"));
        }
        return Optional.empty();
    }

    private ReplicaLocation file(ReplicaFields fields) {
        Optional<String> conflict = conflict(fields);
        if (conflict.isPresent()) {
            return unreadable(fields, conflict.get());
        }
        String path = ReplicaUrl.read(fields.text("url"))
                .map(url -> url.host() + url.path())
                .map(text -> text.isEmpty() ? "" : GoPaths.clean("/" + text))
                .orElse(fields.text("path"));
        // an unset variable makes another folder of it, which may well exist, and be the wrong one
        Optional<String> unset = fields.unsetReason("path", "url");
        if (path.isEmpty() || unset.isPresent()) {
            return unreadable(
                    fields, unset.orElse(fields.where() + ".path: the folder of a replica of type file is needed"));
        }
        try {
            return new FileLocation(environment.absolute(path, environment.folder()));
        } catch (InvalidPathException e) {
            return unreadable(fields, fields.where() + ".path: must be a path");
        }
    }

    private ReplicaLocation s3(ReplicaFields fields) {
        Optional<String> conflict = conflict(fields);
        if (conflict.isPresent()) {
            return unreadable(fields, conflict.get());
        }
        S3Options settings = new S3Options(fields, ReplicaUrl.read(fields.text("url")), endpointOfUrls);
        // a path and an endpoint may be left empty on purpose
        Optional<String> elsewhere = fields.has("endpoint") ? fields.unsetReason("endpoint") : Optional.empty();
        if (elsewhere.isPresent()) {
            return elsewhere(fields, elsewhere.get());
        }
        Optional<String> unset = fields.unsetReason("bucket", "url");
        if (settings.bucket().isEmpty() || unset.isPresent()) {
            return unreadable(
                    fields, unset.orElse(fields.where() + ".bucket: the bucket of a replica of type s3 is needed"));
        }
        Optional<Endpoint> endpoint = settings.endpoint();
        return endpoint.isEmpty()
                ? elsewhere(
                        fields,
                        fields.where() + ".endpoint: must be http://HOST or https://HOST, without user and query")
                : new S3Location(settings.bucket(), settings.path(), credentials(fields), endpoint.get());
    }

    /** The keys of the file if both are there, else those of the environment, else none: then the AWS SDK looks for itself. */
    private Optional<Credentials> credentials(ReplicaFields fields) {
        if (fields.has("access-key-id") && fields.has("secret-access-key")) {
            return Optional.of(new Credentials(
                    new Secret(fields.text("access-key-id")),
                    new Secret(fields.text("secret-access-key")),
                    Optional.empty()));
        }
        String id = fromEnvironment("ACCESS_KEY_ID");
        String secret = fromEnvironment("SECRET_ACCESS_KEY");
        return id.isEmpty() || secret.isEmpty()
                ? Optional.empty()
                : Optional.of(new Credentials(
                        new Secret(id),
                        new Secret(secret),
                        environment.nonEmpty("AWS_SESSION_TOKEN").map(Secret::new)));
    }

    /** Litestream copies its own variable to that of AWS unless the latter is set, be it to nothing. */
    private String fromEnvironment(String name) {
        return environment
                .variable("AWS_" + name)
                .or(() -> environment.variable("LITESTREAM_" + name))
                .orElse("");
    }
}
