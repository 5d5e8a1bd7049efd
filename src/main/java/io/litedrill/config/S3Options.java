package io.litedrill.config;

import io.litedrill.storage.S3Endpoint;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Resolves the settings of an S3 replica: first its fields, then the parameters of its URL, then the host of its URL.
 *
 * @param defaultEndpoint the endpoint of a URL without one
 */
record S3Options(ReplicaFields fields, Optional<ReplicaUrl> url, Optional<String> defaultEndpoint) {
    private static final Set<String> TRUE = Set.of("true", "1", "t", "yes");

    String bucket() {
        return fields.has("bucket") ? fields.text("bucket") : host().bucket();
    }

    String path() {
        return fields.has("path")
                ? fields.text("path")
                : url.map(each -> GoPaths.clean(each.path()).replaceFirst("^/", ""))
                        .orElse("");
    }

    /** Returns the endpoint; empty when the address is invalid. */
    Optional<S3Endpoint> endpoint() {
        Optional<String> address = address();
        Optional<String> region = Stream.of(
                        fields.text("region"), parameter("region", "region").orElse(""), host().region())
                .filter(text -> !text.isEmpty())
                .findFirst();
        boolean skipVerify = bool("skipVerify", "skip-verify")
                .orElse(fields.bool("skip-verify").orElse(false));
        if (address.isEmpty()) {
            return Optional.of(new S3Endpoint(Optional.empty(), region, pathStyle(""), skipVerify));
        }
        return Section.made(
                text -> new S3Endpoint(Optional.of(URI.create(text)), region, pathStyle(text), skipVerify),
                address.get());
    }

    private S3Host host() {
        return url.map(each -> S3Host.parse(each.host())).orElse(new S3Host("", "", "", false));
    }

    private Optional<String> address() {
        if (fields.has("endpoint")) {
            return Optional.of(withScheme(fields.text("endpoint"), "https://"));
        }
        Optional<String> ofUrl = parameter("endpoint", "endpoint").map(S3Options::withLikelyScheme);
        return ofUrl.or(() -> Optional.of(host().endpoint()).filter(text -> !text.isEmpty()))
                .or(() -> url.flatMap(each -> defaultEndpoint).map(S3Options::withLikelyScheme));
    }

    /**
     * Returns the explicit setting. Without one, an endpoint means path style, except for the host forms of two
     * providers.
     */
    private boolean pathStyle(String address) {
        Optional<Boolean> told = fields.bool("force-path-style").or(() -> bool("forcePathStyle", "force-path-style"));
        return told.orElseGet(() -> {
            boolean fromHost = !fields.has("endpoint")
                    && !host().endpoint().isEmpty()
                    && parameter("endpoint", "endpoint").isEmpty();
            return fromHost ? host().pathStyle() : !address.isEmpty();
        });
    }

    private Optional<String> parameter(String key, String other) {
        return url.flatMap(each -> Optional.ofNullable(each.query().get(key))
                .or(() -> Optional.ofNullable(each.query().get(other)))
                .filter(text -> !text.isEmpty()));
    }

    private Optional<Boolean> bool(String key, String other) {
        return parameter(key, other).map(text -> TRUE.contains(text.toLowerCase(Locale.ROOT)));
    }

    /** Adds a scheme: {@code http} for a host that seems local, as Litestream does for the parameter of a URL. */
    private static String withLikelyScheme(String address) {
        String host = address.replaceFirst(":[0-9]*(/.*)?$", "").toLowerCase(Locale.ROOT);
        boolean near = host.matches(
                "localhost|127\\.0\\.0\\.1|(192\\.168|10|172\\.(1[6-9]|2[0-9]|3[01]))\\..*|.*\\.(local|localhost)");
        return withScheme(address, near ? "http://" : "https://");
    }

    private static String withScheme(String address, String scheme) {
        return address.contains("://") ? address : scheme + address;
    }
}
