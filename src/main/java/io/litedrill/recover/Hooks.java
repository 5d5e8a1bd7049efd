package io.litedrill.recover;

import io.litedrill.check.CommandLineName;
import io.litedrill.check.CommandVerb;
import io.litedrill.check.Facts;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Hint;
import io.litedrill.check.Severity;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Holds the configured commands and the health check of a restore in place.
 *
 * @param before the command that runs before the live database is inspected, for example to stop the application; its
 *     failure refuses the restore
 * @param after the command that runs once the restored database is in place: migrations, and the start of the
 *     application
 * @param limit the time limit of each command; above 0
 * @param health the URL that must answer after the command
 */
public record Hooks(
        Optional<List<String>> before, Optional<List<String>> after, Duration limit, Optional<Health> health) {
    /** No hooks. */
    public static final Hooks NONE =
            new Hooks(Optional.empty(), Optional.empty(), Duration.ofMinutes(10), Optional.empty());

    /**
     * Returns the findings for a restore that is in place and whose hooks are not known to have run.
     *
     * @param naming the database in commands
     */
    public List<Finding> missed(CommandLineName naming, Path output) {
        if (after.isEmpty() && health.isEmpty()) {
            return List.of();
        }
        return List.of(new Finding(
                FindingCode.HOOK_FAILED,
                Severity.CRITICAL,
                Facts.text("the restored database is in place, but the restore was interrupted: "
                        + (after.isEmpty() ? "" : "restore.after did not run to its end, and ")
                        + "restore.health_url was not called"),
                output.toString(),
                after.isEmpty()
                        ? Hint.text("check that the application works")
                        : naming.command(CommandVerb.ENSURE)
                                .then(" runs restore.after, and until it has succeeded starts nothing")));
    }

    /**
     * The health check of the application.
     *
     * @param url http or https; called until it answers with a status of 200 to 299
     * @param patience the maximum wait for that answer
     */
    public record Health(URI url, Duration patience) {}
}
