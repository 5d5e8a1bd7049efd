package io.litedrill.recover;

import io.litedrill.check.Format;
import io.litedrill.drill.DrilledState;
import io.litedrill.drill.ExpectedRows;
import io.litedrill.recover.RestoreOutcome.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Predicts the number of rows of a restore from past drills, and holds the number that the result is compared with.
 * The prediction is made before any file is read; only the restored database decides.
 *
 * @param wanted the time of the recovery point to restore
 * @param nearest the drilled state nearest to it
 * @param before the largest known number of rows of the database
 */
public record ExpectedSize(Instant wanted, DrilledState nearest, ExpectedRows.Known before) {
    /**
     * Returns the prediction from the drilled state nearest to the wanted time; of two equally near states, the
     * earlier one. Returns empty when no drill counted a state.
     */
    static Optional<ExpectedSize> of(Instant wanted, List<DrilledState> drilled, ExpectedRows.Known before) {
        return drilled.stream()
                .min(Comparator.comparing((DrilledState each) -> distance(each, wanted))
                        .thenComparing(DrilledState::state))
                .map(nearest -> new ExpectedSize(wanted, nearest, before));
    }

    private static Duration distance(DrilledState drilled, Instant wanted) {
        return Duration.between(drilled.state(), wanted).abs();
    }

    /**
     * Returns true when a result with the row count of the drilled state is refused without {@code --accept-smaller}.
     */
    public boolean isRefused() {
        return before.rows() > 0 && nearest.rows() < before.rows() - nearest.rows();
    }

    /** Returns the expected refusal; empty when none is expected. */
    public Optional<Refusal> refusal() {
        return isRefused() ? Optional.of(Refusal.unless(Permission.ACCEPT_SMALLER, reason())) : Optional.empty();
    }

    private String reason() {
        return "it is expected to be refused for its size, once all is restored: " + nearest.drill() + " found "
                + nearest.rows() + " rows in the state of " + nearest.state() + where() + ", and "
                + before.where() + " has " + before.rows()
                + ". A result with fewer than half of these is refused. To take it anyway: ";
    }

    private String where() {
        Duration distance = Duration.between(nearest.state(), wanted);
        if (distance.isZero()) {
            return ", which is the one to be restored";
        }
        return ", " + Format.duration(distance.abs()) + (distance.isNegative() ? " after" : " before")
                + " the one to be restored";
    }
}
