package io.litedrill.drill;

import io.litedrill.check.Format;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import java.time.Duration;

/**
 * Describes a restore of an earlier point after the requested point failed.
 *
 * @param wanted the requested point
 * @param got the newest sound point before it
 * @param proved true when all changes missing after {@code got} are explained by findings; false when the point was
 *     found by trial, because the database was malformed although every file is sound. Only SQLite's own checks then
 *     confirm the state
 */
public record Fallback(RecoveryPoint wanted, RecoveryPoint got, boolean proved) {
    /**
     * Returns the fallback of a refused point, as a listing shows it.
     *
     * @param before the newest recovery point before the refused one
     */
    public static Fallback of(Point refused, Inventory inventory, RecoveryPoint before) {
        return new Fallback(RequestedPoint.of(refused, inventory, before), before, true);
    }

    /** Returns, for messages, the state that {@code --fallback} would restore and the time that would be lost. */
    public String offer() {
        return "--fallback " + delivered();
    }

    /** Returns the same text without the option. */
    public String delivered() {
        return "would deliver the state of " + got.time() + " (" + got.position() + "), "
                + (lost().toSeconds() == 0 ? "less than a second" : Format.duration(lost())) + " earlier"
                + (proved ? "" : ", not proved");
    }

    /** Returns the lost time; never negative. */
    public Duration lost() {
        Duration lost = Duration.between(got.time(), wanted.time());
        return lost.isNegative() ? Duration.ZERO : lost;
    }
}
