package io.litedrill.recover;

import io.litedrill.check.Hint;
import io.litedrill.recover.RestoreOutcome.Refusal;
import java.util.Optional;

/**
 * Holds the state of the destination of a restore, and whether the restore may begin.
 *
 * @param live the state of the live database; empty when the place does not exist
 * @param refusal why the restore would not begin, and how to resolve it; empty when it would begin
 * @param hindrance a present obstacle that the {@code restore.before} command may remove
 */
public record PreflightResult(Optional<LiveDatabaseState> live, Optional<Refusal> refusal, Optional<Hint> hindrance) {
    /** Creates a result without an obstacle that {@code restore.before} may remove. */
    public PreflightResult(Optional<LiveDatabaseState> live, Optional<Refusal> refusal) {
        this(live, refusal, Optional.empty());
    }

    /** Returns the same result with this refusal, unless it has one. */
    public PreflightResult refusing(Optional<Refusal> other) {
        return refusal.isPresent() ? this : new PreflightResult(live, other, hindrance);
    }

    static PreflightResult refused(String reason) {
        return new PreflightResult(Optional.empty(), Optional.of(Refusal.of(reason)));
    }
}
