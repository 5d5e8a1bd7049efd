package io.litedrill.drill;

import io.litedrill.verify.OwnCommand;
import java.time.Duration;
import java.util.Optional;

/**
 * What a drill does beyond testing what came out by itself.
 *
 * @param rows whether the rows are compared with those of the last good drill, and with an older snapshot where none came out
 * @param live how long reading the live database for a comparison may take, where there is one; empty for none
 * @param command the owner's own program
 * @param randomPoint whether a point chosen at random is restored and tested after the newest
 */
public record ExtraChecks(boolean rows, Optional<Duration> live, Optional<OwnCommand> command, boolean randomPoint) {
    /** The comparisons, and nothing that has to be asked for. */
    public static final ExtraChecks DEFAULT =
            new ExtraChecks(true, Optional.of(Duration.ofSeconds(5)), Optional.empty(), false);
}
