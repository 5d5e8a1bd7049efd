package io.litedrill.drill;

import io.litedrill.verify.OwnCommand;
import java.time.Duration;
import java.util.Optional;

/**
 * Selects the checks of a drill beyond testing the restored database on its own.
 *
 * @param rows true to compare the rows with those of the last good drill, and with an older snapshot when the restored
 *     database has none
 * @param live time limit for reading the live database for a comparison; empty for no comparison
 * @param command test program from the configuration
 * @param randomPoint true to restore and test a random point after the newest; an incremental drill does not
 * @param keeping whether the restored database is kept for incremental drills
 */
public record ExtraChecks(
        boolean rows, Optional<Duration> live, Optional<OwnCommand> command, boolean randomPoint, Keeping keeping) {
    /** The comparisons, without the checks that must be configured. */
    public static final ExtraChecks DEFAULT =
            new ExtraChecks(true, Optional.of(Duration.ofSeconds(5)), Optional.empty(), false);

    /** Creates the checks of drills that keep nothing. */
    public ExtraChecks(boolean rows, Optional<Duration> live, Optional<OwnCommand> command, boolean randomPoint) {
        this(rows, live, command, randomPoint, Keeping.NOTHING);
    }

    /** Returns a copy that keeps the restored database, or does not. */
    public ExtraChecks with(Keeping kept) {
        return new ExtraChecks(rows, live, command, randomPoint, kept);
    }
}
