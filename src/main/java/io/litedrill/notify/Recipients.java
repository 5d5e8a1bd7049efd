package io.litedrill.notify;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Who wants to hear of one database. The addresses may be secrets.
 *
 * @param drillPing a heartbeat for drills: called as it stands for a passed one, with {@code /fail} for a failed one and
 *     {@code /log} for an inconclusive one, as healthchecks.io has it
 * @param checkPing the same for checks: ok and warning, critical, unknown
 * @param post gets the JSON of every drill and real restore
 * @param postChecks whether it gets that of every check too
 * @param limit for one try; above 0
 */
public record Recipients(
        Optional<URI> drillPing, Optional<URI> checkPing, Optional<URI> post, boolean postChecks, Duration limit) {
    /** Nobody. */
    public static final Recipients NONE =
            new Recipients(Optional.empty(), Optional.empty(), Optional.empty(), false, Duration.ofSeconds(10));
}
