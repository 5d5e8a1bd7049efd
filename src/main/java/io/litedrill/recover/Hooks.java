package io.litedrill.recover;

import io.litedrill.check.CommandLineName;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Severity;
import java.net.URI;
import java.nio.file.Path;
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

    /** What is to be said where a restore is in place and none of what comes after it is known to have run. */
    public List<Finding> missed(ReplicaId id, Path output) {
        if (after.isEmpty() && health.isEmpty()) {
            return List.of();
        }
        return List.of(new Finding(
                FindingCode.HOOK_FAILED,
                Severity.CRITICAL,
                "the restored database is in place, but the restore was interrupted: "
                        + (after.isEmpty() ? "" : "restore.after did not run to its end, and ")
                        + "restore.health_url was not asked",
                output.toString(),
                after.isEmpty()
                        ? "look whether the application is well"
                        : CommandLineName.of(id).command("ensure")
                                + " runs restore.after, and until it has succeeded starts nothing"));
    }

    /**
     * An address that tells whether the application is well.
     *
     * @param url http or https; called until it answers with a status of 200 to 299
     * @param patience how long it may take
     */
    public record Health(URI url, Duration patience) {}
}
