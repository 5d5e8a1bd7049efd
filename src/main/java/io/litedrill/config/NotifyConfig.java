package io.litedrill.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;

/**
 * Which URLs hear of a database. They may be secrets, and are hidden as such.
 *
 * @param drillPing a heartbeat for drills
 * @param checkPing a heartbeat for checks
 * @param post gets results as JSON
 * @param postChecks whether it gets checks too
 * @param timeout positive; for one try
 */
public record NotifyConfig(
        Optional<URI> drillPing, Optional<URI> checkPing, Optional<URI> post, boolean postChecks, Duration timeout) {
    /** Nobody hears of it. */
    public static final NotifyConfig NONE =
            new NotifyConfig(Optional.empty(), Optional.empty(), Optional.empty(), false, Duration.ofSeconds(10));

    /** These, where a section does not say otherwise. */
    NotifyConfig with(Section section) {
        return new NotifyConfig(
                url(section, "drill_ping").or(() -> drillPing),
                url(section, "check_ping").or(() -> checkPing),
                url(section, "post").or(() -> post),
                section.bool("post_checks").orElse(postChecks),
                section.duration("timeout").orElse(timeout));
    }

    static Optional<URI> url(Section section, String key) {
        return section.read(key, "must be a URL that begins with http:// or https://", NotifyConfig::parse);
    }

    private static Optional<URI> parse(String text) {
        try {
            URI uri = new URI(text.strip());
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return http && uri.getHost() != null && uri.getFragment() == null ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Without the addresses. */
    @Override
    public String toString() {
        return "NotifyConfig[" + Secret.HIDDEN + "]";
    }
}
