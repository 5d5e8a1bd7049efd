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

/** Derives the location of a replica from its settings. Never fails: an invalid setting gives {@link Unreadable}. */
final class ReplicaLocator {
    private final Environment environment;
    private final Optional<String> endpointOfUrls;

    private ReplicaLocator(Environment environment, Optional<String> endpointOfUrls) {
        this.environment = environment;
        this.endpointOfUrls = endpointOfUrls;
    }

    /**
     * Returns a locator for litestream.yml. Litestream uses {@code LITESTREAM_S3_ENDPOINT} only for URLs on its command
     * line.
     */
    static ReplicaLocator of(Environment environment) {
        return new ReplicaLocator(environment, Optional.empty());
    }

    /**
     * Returns a locator for URLs given by the user. {@code LITESTREAM_S3_ENDPOINT} is the endpoint of URLs that name
     * none.
     */
    static ReplicaLocator withEndpointOf(Environment environment) {
        return new ReplicaLocator(environment, environment.nonEmpty("LITESTREAM_S3_ENDPOINT"));
    }

    /** Returns the type: that of the URL, else the configured one, else {@code file}. */
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

    /**
     * Returns an address at an invalid endpoint. Shows the endpoint, because without it the address would be one at
     * Amazon.
     */
    private static Unreadable elsewhere(ReplicaFields fields, String reason) {
        return new Unreadable(address(fields) + "?endpoint=" + Secret.HIDDEN, reason);
    }

    /** Returns the reason why Litestream rejects the settings of both types; empty when it accepts them. */
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
        // an unset variable changes the path to another folder, which may exist and be the wrong one
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
        // a path or an endpoint may be empty on purpose
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

    /**
     * Returns the keys of the file if both are set, else those of the environment, else empty for the AWS SDK's own
     * search.
     */
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

    /**
     * Returns a variable. Litestream copies its own to that of AWS unless the latter is set, even to the empty text.
     */
    private String fromEnvironment(String name) {
        return environment
                .variable("AWS_" + name)
                .or(() -> environment.variable("LITESTREAM_" + name))
                .orElse("");
    }
}
