package io.litedrill.recover;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the owner runs around a restore in place.
 *
 * @param before the command that runs before anything is looked at, to stop the application say; its failure refuses the restore
 * @param after the command that runs once the restored database is in place: migrations, and the start of the application
 * @param limit for each command; above 0
 * @param health what must answer after that
 */
public record Hooks(
        Optional<List<String>> before, Optional<List<String>> after, Duration limit, Optional<Health> health) {
    /** Nothing. */
    public static final Hooks NONE =
            new Hooks(Optional.empty(), Optional.empty(), Duration.ofMinutes(10), Optional.empty());

    /**
     * An address that tells whether the application is well.
     *
     * @param url http or https; called until it answers with a status of 200 to 299
     * @param patience how long it may take
     */
    public record Health(URI url, Duration patience) {}
}
