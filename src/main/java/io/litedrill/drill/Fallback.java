package io.litedrill.drill;

import io.litedrill.check.Text;
import io.litedrill.replica.RecoveryPoint;
import java.time.Duration;

/**
 * The wanted point did not restore, and this one did.
 *
 * @param wanted what was asked for
 * @param got the newest sound point before it
 * @param proved whether nothing but what is named is missing behind {@code got}; false where it was found by trying, since the
 *     database was malformed although every file is sound: then SQLite's own test is all that speaks for it
 */
public record Fallback(RecoveryPoint wanted, RecoveryPoint got, boolean proved) {
    /** What {@code --fallback} would deliver instead of the wanted state, and what it would lose, for messages. */
    public String offer() {
        return "--fallback would deliver the state of " + got.time() + " (" + got.position() + "), "
                + (lost().toSeconds() == 0 ? "less than a second" : Text.duration(lost())) + " earlier"
                + (proved ? "" : ", not proved");
    }

    /** What would be lost, in time; never negative. */
    public Duration lost() {
        Duration lost = Duration.between(got.time(), wanted.time());
        return lost.isNegative() ? Duration.ZERO : lost;
    }
}
