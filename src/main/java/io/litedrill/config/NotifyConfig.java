package io.litedrill.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Holds the URLs that receive notifications about a database. URLs may be secrets, and are hidden.
 *
 * @param drillPing the heartbeat URL for drills
 * @param checkPing the heartbeat URL for checks
 * @param post the URL that receives results as JSON
 * @param postChecks whether check results are posted too
 * @param timeout the time limit of one attempt; positive
 * @param channels the destinations of messages about changes
 */
public record NotifyConfig(
        Optional<URI> drillPing,
        Optional<URI> checkPing,
        Optional<URI> post,
        boolean postChecks,
        Duration timeout,
        List<ChannelConfig> channels) {
    /** Copies the list. */
    public NotifyConfig {
        channels = List.copyOf(channels);
    }

    /** Creates settings without channels. */
    public NotifyConfig(
            Optional<URI> drillPing,
            Optional<URI> checkPing,
            Optional<URI> post,
            boolean postChecks,
            Duration timeout) {
        this(drillPing, checkPing, post, postChecks, timeout, List.of());
    }

    /** No notifications. */
    public static final NotifyConfig NONE =
            new NotifyConfig(Optional.empty(), Optional.empty(), Optional.empty(), false, Duration.ofSeconds(10));

    /** Returns these settings with those of a section applied. */
    NotifyConfig with(Section section) {
        return new NotifyConfig(
                url(section, "drill_ping").or(() -> drillPing),
                url(section, "check_ping").or(() -> checkPing),
                url(section, "post").or(() -> post),
                section.bool("post_checks").orElse(postChecks),
                section.duration("timeout").orElse(timeout),
                section.has("channels") ? ChannelConfig.read(section) : channels);
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

    /** Omits the URLs. */
    @Override
    public String toString() {
        return "NotifyConfig[" + Secret.HIDDEN + "]";
    }
}
