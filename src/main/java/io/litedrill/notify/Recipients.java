package io.litedrill.notify;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Holds the URLs that receive notifications about one database. URLs may be secrets.
 *
 * @param drillPing the heartbeat URL for drills: called unchanged for a passed one, with {@code /fail} for a failed one
 *     and {@code /log} for an inconclusive one, as healthchecks.io defines
 * @param checkPing the same for checks: ok and warning, critical, unknown
 * @param post the URL that receives the JSON of every drill and real restore
 * @param postChecks whether it receives that of every check too
 * @param limit the time limit of one attempt; above 0
 * @param channels the destinations of messages about changes
 */
public record Recipients(
        Optional<URI> drillPing,
        Optional<URI> checkPing,
        Optional<URI> post,
        boolean postChecks,
        Duration limit,
        List<Channel> channels) {
    /** Copies the list. */
    public Recipients {
        channels = List.copyOf(channels);
    }

    /** Creates recipients without channels. */
    public Recipients(
            Optional<URI> drillPing, Optional<URI> checkPing, Optional<URI> post, boolean postChecks, Duration limit) {
        this(drillPing, checkPing, post, postChecks, limit, List.of());
    }

    /** No recipients. */
    public static final Recipients NONE =
            new Recipients(Optional.empty(), Optional.empty(), Optional.empty(), false, Duration.ofSeconds(10));

    /** Omits the URLs. */
    @Override
    public String toString() {
        return "Recipients[***]";
    }
}
