package io.litedrill.app;

import io.litedrill.check.Finding;
import io.litedrill.recover.EnsureOrder;
import io.litedrill.recover.EnsureOrder.Source;
import io.litedrill.recover.Ensurer;
import io.litedrill.recover.InPlaceOrder.Destination;
import io.litedrill.recover.InPlaceRestorer;
import io.litedrill.recover.Recovery;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreReport.Ending;
import io.litedrill.recover.RestoreReport.Outcome;
import io.litedrill.replica.Point;
import io.litedrill.restore.RestoreListener;
import io.litedrill.schedule.RunIds;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs {@code ensure} for one configured database: restores it when it is missing or broken. */
public final class EnsureRun {
    private final Consumer<String> notes;
    private final Target target;
    private final Application wiring;
    private final String runId;
    private final List<String> told = new ArrayList<>();

    /**
     * Prepares a run.
     *
     * @param notes receives each line for people, at once
     */
    public EnsureRun(Target target, Consumer<String> notes) {
        this.notes = notes;
        this.target = target;
        this.wiring = target.wiring();
        this.runId = new RunIds(wiring.clock()).next();
    }

    /** Runs and keeps the report. Nothing is kept for a database that needed no restore. */
    public RestoreReport ensure(EnsureOrder.Terms terms, RestoreListener progress) {
        List<Source> sources = target.database().replicas().stream()
                .filter(ReplicaTarget.Visible.class::isInstance)
                .map(ReplicaTarget.Visible.class::cast)
                .map(visible -> new Source(visible.watched(), visible.expectations()))
                .toList();
        RestoreReport report =
                (sources.isEmpty() ? blind() : ensure(terms, sources, progress)).from(CommandAudit.origin(true));
        if (report.ending().outcome() != Outcome.NOT_NEEDED) {
            wiring.past().keep(report);
            CommandAudit.of(target, "ensure").ended(report);
            wiring.notifier().restores().accept(report);
        }
        return report;
    }

    private RestoreReport ensure(EnsureOrder.Terms terms, List<Source> sources, RestoreListener progress) {
        DatabaseTarget.InPlace known = target.database().inPlace();
        Destination destination =
                new Destination(new Point.Newest(), live(), known.litestreamState(), known.ownership());
        InPlaceRestorer restorer =
                new InPlaceRestorer(wiring.cache(), wiring.past().memory(), wiring.scratch(), wiring.clock());
        Recovery recovery = new Recovery(restorer, known.hooks(), wiring.clock());
        Ensurer.Surroundings around = new Ensurer.Surroundings(wiring.scratch(), wiring.past()::everHeld, this::tell);
        return new Ensurer(recovery, around, wiring.cache(), wiring.clock())
                .ensure(new EnsureOrder(runId, sources, destination, terms), progress);
    }

    private void tell(String line) {
        told.add(line);
        notes.accept(line);
    }

    /** Returns whether a note already contained the reason of an ending. */
    public boolean hasTold(Ending ending) {
        return told.stream().anyMatch(line -> line.contains(ending.reason()));
    }

    private Path live() {
        return target.database().live().orElseThrow();
    }

    /** Returns the report for a database without a readable replica. Inconclusive: such a replica may hold a backup. */
    private RestoreReport blind() {
        ReplicaTarget.Blind first =
                (ReplicaTarget.Blind) target.database().replicas().get(0);
        Finding why = first.finding();
        Instant now = wiring.clock().instant();
        tell("WARNING: No backup found or restore failed: " + first.id() + ": " + why.message());
        return new RestoreReport(
                first.id(),
                new RestoreReport.Run(runId, now, 0, live(), Optional.empty()),
                new Ending(Outcome.INCONCLUSIVE, why.message()),
                Optional.empty(),
                List.of(why));
    }
}
