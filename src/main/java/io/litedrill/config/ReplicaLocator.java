package io.litedrill.config;

import io.litedrill.config.ReplicaLocation.Unreadable;
import java.util.Locale;
import java.util.Optional;

/** Derives the location of a replica from its settings. Never fails: an invalid setting gives {@link Unreadable}. */
final class ReplicaLocator {
    /** The expectation for a type that no version of Litestream has. */
    static final String UNKNOWN_TYPE =
            "must be a type of Litestream: " + ReplicaType.known() + "; stores compatible with S3 are s3";

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
        String name = type(fields);
        ReplicaSource source = new ReplicaSource(name, fields, environment, endpointOfUrls);
        Optional<ReplicaType> type = ReplicaType.of(name);
        if (type.isEmpty()) {
            return source.unreadable(fields.where() + ".type: " + UNKNOWN_TYPE);
        }
        Optional<String> conflict = conflict(fields);
        return conflict.<ReplicaLocation>map(source::unreadable)
                .orElseGet(() -> type.get().locate(source));
    }

    /** Returns the reason why Litestream rejects the settings of any type; empty when it accepts them. */
    private static Optional<String> conflict(ReplicaFields fields) {
        if (ReplicaUrl.isUrl(fields.text("path"))) {
            return Optional.of(fields.where() + ".path: must not be a URL. Put it under url");
        }
        if (fields.has("url") && (fields.has("path") || fields.has("bucket") || fields.has("host"))) {
            return Optional.of(fields.where() + ".url: must stand alone, without path, bucket and host");
        }
        if (fields.has("url") && ReplicaUrl.read(fields.text("url")).isEmpty()) {
            return Optional.of(fields.unsetReason("url").orElse(fields.where() + ".url: must be SCHEME://HOST/PATH"));
        }
        return Optional.empty();
    }
}
