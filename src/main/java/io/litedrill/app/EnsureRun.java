package io.litedrill.app;

import io.litedrill.check.Finding;
import io.litedrill.check.Hint;
import io.litedrill.recover.EnsureNote;
import io.litedrill.recover.EnsureOrder;
import io.litedrill.recover.Ensurer;
import io.litedrill.recover.InPlaceRestore.LiveFile;
import io.litedrill.recover.InPlaceRestorer;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.Recovery;
import io.litedrill.recover.RestoreOutcome;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreRequest;
import io.litedrill.recover.RestoreSource;
import io.litedrill.recover.RestoreStart;
import io.litedrill.restore.RestoreListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs {@code ensure} for one configured database: restores it when it is missing or broken. */
public final class EnsureRun {
    private final Consumer<Hint> notes;
    private final Target target;
    private final Application wiring;
    private final List<EnsureNote> told = new ArrayList<>();

    /**
     * Prepares a run.
     *
     * @param notes receives each line for people, at once
     */
    public EnsureRun(Target target, Consumer<Hint> notes) {
        this.notes = notes;
        this.target = target;
        this.wiring = target.wiring();
    }

    /** Runs and keeps the report. Nothing is kept for a database that needed no restore. */
    public RestoreReport ensure(RestoreRequest request, EnsureOrder.Terms terms, RestoreListener progress) {
        List<RestoreSource> sources = target.database().replicas().stream()
                .filter(ReplicaTarget.Visible.class::isInstance)
                .map(ReplicaTarget.Visible.class::cast)
                .map(visible -> visible.source(wiring.scratch()))
                .toList();
        RestoreReport report =
                (sources.isEmpty() ? blind(request) : ensure(request, terms, sources, progress)).from(request.origin());
        if (report.word() != OutcomeWord.NOT_NEEDED) {
            wiring.past().keep(report);
            CommandAudit.of(target, request.by()).ended(report);
            wiring.notifier().restores().accept(report);
        }
        return report;
    }

    private RestoreReport ensure(
            RestoreRequest request, EnsureOrder.Terms terms, List<RestoreSource> sources, RestoreListener progress) {
        LiveFile live = RestoreInPlace.file(target.database(), live());
        InPlaceRestorer restorer = new InPlaceRestorer(
                        wiring.cache(), wiring.past().memory(), wiring.scratch(), wiring.clock())
                .sharing(wiring.restoreRights());
        Recovery recovery = new Recovery(restorer, target.database().inPlace().hooks(), wiring.clock());
        Ensurer.Surroundings around = new Ensurer.Surroundings(wiring.scratch(), wiring.past()::everHeld, this::tell);
        return new Ensurer(recovery, around, wiring.cache(), wiring.clock())
                .ensure(new EnsureOrder(request, sources, live, terms), progress);
    }

    private void tell(EnsureNote note) {
        told.add(note);
        notes.accept(note.line());
    }

    /** Returns whether a note already contained the reason of an ending. */
    public boolean hasTold(RestoreReport report) {
        return told.stream()
                .anyMatch(
                        note -> note.told().equals(Optional.of(report.outcome().reason())));
    }

    private Path live() {
        return target.database().live().orElseThrow();
    }

    /** Returns the report for a database without a readable replica. Inconclusive: such a replica may hold a backup. */
    private RestoreReport blind(RestoreRequest request) {
        ReplicaTarget.Blind first =
                (ReplicaTarget.Blind) target.database().replicas().get(0);
        Finding why = first.finding();
        tell(EnsureNote.of("WARNING: No backup found or restore failed: " + first.id() + ": ", why.statement()));
        return RestoreStart.of(request, first.id(), live(), wiring.clock())
                .end(RestoreOutcome.inconclusive(why.statement()), List.of(why), wiring.clock());
    }
}
