package io.litedrill.recover;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.drill.DrilledState;
import io.litedrill.drill.ExpectedRows.Known;
import io.litedrill.live.Condition.State;
import io.litedrill.live.LivePlace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Predicts, before anything is read from a replica, how many rows a restore gives. Counts the rows of the live
 * database; changes nothing.
 */
public final class SizeForecast {
    private final ReplicaHistory memory;
    private final List<DrilledState> drilled;
    private final Path scratch;
    private final InstantSource clock;

    /**
     * Creates a forecast from past drills.
     *
     * @param memory the history with the last passed drill of each replica
     * @param drilled the states of the database that earlier drills counted, of any of its replicas
     * @param scratch the folder for a private copy of the live database; it need not exist
     */
    public SizeForecast(ReplicaHistory memory, List<DrilledState> drilled, Path scratch, InstantSource clock) {
        this.memory = memory;
        this.drilled = List.copyOf(drilled);
        this.scratch = scratch;
        this.clock = clock;
    }

    /**
     * Predicts a restore to a new file; returns empty where no drill counted a state, or no number to compare with is
     * known.
     */
    public Optional<ExpectedSize> toFile(CheckedReplica watched, Instant wanted) {
        return expected(watched, wanted, LiveRows.ofRunning(watched, clock));
    }

    /** Predicts a restore over a live database, otherwise as {@link #toFile}. */
    public Optional<ExpectedSize> inPlace(InPlaceRestore order, PreflightResult survey, Instant wanted) {
        return expected(order.source().watched(), wanted, rows(order, survey));
    }

    /**
     * Returns the rows of the live database. A database in use is counted through SQLite, because
     * {@code restore.before} may stop its use, and then the result is compared with its rows.
     */
    private LiveRows rows(InPlaceRestore order, PreflightResult survey) {
        Optional<State> state = survey.live().map(live -> live.condition().state());
        if (state.filter(State.IN_USE::equals).isPresent()) {
            return LiveRows.ofRunning(order.source().watched(), clock);
        }
        return state.filter(State.SOUND::equals).isPresent() ? () -> stopped(order) : Optional::empty;
    }

    private Optional<Known> stopped(InPlaceRestore order) {
        try {
            LivePlace place = Preflight.place(order.live());
            return LiveRows.ofStopped(place, scratch).count();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<ExpectedSize> expected(CheckedReplica watched, Instant wanted, LiveRows live) {
        List<DrilledState> states =
                Stream.concat(drilled.stream(), last(watched)).toList();
        return states.isEmpty()
                ? Optional.empty()
                : new KnownRows(watched, memory, live)
                        .most()
                        .flatMap(before -> ExpectedSize.of(wanted, states, before));
    }

    /** Returns the last passed drill. Versions that did not store the rows of each drill stored it too. */
    private Stream<DrilledState> last(CheckedReplica watched) {
        return memory.lastGood(watched.id()).stream()
                .filter(kept -> kept.contents().complete())
                .filter(kept -> drilled.stream().noneMatch(each -> each.state().equals(kept.point())))
                .map(kept -> new DrilledState(
                        "the last drill that passed",
                        kept.point(),
                        kept.contents().total()));
    }
}
