package io.litedrill.recover;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.CommandLineName;
import io.litedrill.check.Format;
import io.litedrill.check.Hint;
import io.litedrill.check.ReplicaId;
import io.litedrill.files.Existence;
import io.litedrill.hook.CommandRunner;
import io.litedrill.hook.HookCommand;
import io.litedrill.hook.HookOutcome;
import io.litedrill.live.Condition;
import io.litedrill.live.LivePlace;
import io.litedrill.recover.RestoreOutcome.Effect;
import io.litedrill.recover.RestoreOutcome.Refusal;
import io.litedrill.recover.RestoreOutcome.Unwritten;
import io.litedrill.replica.Inventory;
import io.litedrill.restore.RestoreListener;
import io.litedrill.restore.RestorePhase;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a restore in place with the configured hooks before and after it. */
public final class Recovery {
    private final InPlaceRestorer restorer;
    private final Hooks hooks;
    private final AfterRestore after;
    private final InstantSource clock;
    private final CommandRunner runner = new CommandRunner();

    /** Creates a recovery that uses this restorer. */
    public Recovery(InPlaceRestorer restorer, Hooks hooks, InstantSource clock) {
        this.restorer = hooks.after().isPresent() ? restorer.markingHook() : restorer;
        this.hooks = hooks;
        this.after = new AfterRestore(hooks);
        this.clock = clock;
    }

    /**
     * Checks the destination of a restore; changes nothing and runs no command. A database in use is a hindrance and
     * not a refusal where {@code restore.before} is configured, because that command may stop the process that uses it.
     *
     * @param listed the files of the replica; empty when it could not be listed
     */
    public PreflightResult survey(InPlaceRestore order, Optional<Inventory> listed) {
        return survey(restorer.survey(order, listed));
    }

    private PreflightResult survey(PreflightResult survey) {
        boolean mayEnd = hooks.before().isPresent() && isInUse(survey);
        return mayEnd
                ? new PreflightResult(
                        survey.live(), Optional.empty(), survey.refusal().map(Recovery::hindrance))
                : survey;
    }

    private static Hint hindrance(Refusal refusal) {
        return refusal.reason()
                .then(". restore.before runs first and may end that; whether it does is known only when it has run");
    }

    private static boolean isInUse(PreflightResult survey) {
        return survey.live()
                .filter(live -> live.condition().state() == Condition.State.IN_USE)
                .isPresent();
    }

    /** Restores a database that {@code ensure} has inspected, from a replica that it has listed. */
    RestoreReport restore(InPlaceRestore order, Inventory listed, LiveDatabaseState live, RestoreListener progress) {
        return restore(order, survey(restorer.survey(order, listed, live)), progress);
    }

    /**
     * Restores a database. Never throws: failures are part of the report. A command that fails afterwards is a finding;
     * the restored database stays in place.
     *
     * @param survey the result of {@link #survey}
     */
    public RestoreReport restore(InPlaceRestore order, PreflightResult survey, RestoreListener progress) {
        RestoreStart start = RestoreStart.of(
                order.request(), order.source().watched().id(), order.live().path(), clock);
        try (RestoreRight right = restorer.right(order)) {
            if (hooks.before().isPresent()) {
                Optional<Unwritten> refusal = survey.refusal()
                        .or(right::refusal)
                        .<Unwritten>map(each -> each)
                        .or(() -> before(order, progress));
                if (refusal.isPresent()) {
                    return start.end(refusal.get(), List.of(), clock);
                }
            }
            return ended(order, restorer.restore(order, right, progress), progress);
        }
    }

    private RestoreReport ended(InPlaceRestore order, RestoreReport report, RestoreListener progress) {
        if (report.word() == OutcomeWord.RESTORED) {
            return finish(order, report, progress);
        }
        return hooks.before().isPresent() && report.outcome() instanceof Unwritten unwritten
                ? report.with(unwritten.afterCommand(), report.findings())
                : report;
    }

    private Optional<Unwritten> before(InPlaceRestore order, RestoreListener progress) {
        progress.phase(RestorePhase.BEFORE);
        return hooks.before()
                .map(command -> runner.run(
                        new HookCommand(command, before(order), hooks.limit()),
                        line -> progress.printed("restore.before", line)))
                .filter(outcome -> !outcome.succeeded())
                .map(Recovery::failedBefore);
    }

    private static Unwritten failedBefore(HookOutcome outcome) {
        if (outcome instanceof HookOutcome.Interrupted) {
            String reason =
                    "restore.before was interrupted; what it had stopped by then is stopped still. The database was"
                            + " not changed";
            return new RestoreOutcome.Inconclusive(Hint.text(reason), Effect.COMMAND_BEFORE);
        }
        String reason = Format.sentences(
                "restore.before failed: " + outcome.text(),
                "Mend the command, or take it out of the configuration. The database was not changed");
        Effect effect = outcome instanceof HookOutcome.NotStarted ? Effect.NOTHING : Effect.COMMAND_BEFORE;
        return new Refusal(Hint.text(reason), Optional.empty(), effect);
    }

    private static Map<String, String> before(InPlaceRestore order) {
        return AfterRestore.environment(
                order.source().watched().id(), order.live().path());
    }

    private RestoreReport finish(InPlaceRestore order, RestoreReport report, RestoreListener progress) {
        AfterRestore.Done done = new AfterRestore.Done(
                report.id(),
                order.source().watched().naming(),
                order.live().path(),
                report.restored().orElseThrow(),
                report.run().movedAside());
        AfterRestore.Result after = this.after.finish(done, order.live().litestreamState(), progress);
        return report.with(
                after.outcome(done.restored(), report.outcome().reason(), report.findings()),
                after.findings(report.findings()));
    }

    /**
     * Runs the pending hook of a completed restore in place. Never throws: failures are part of the report.
     *
     * @param request the request of this run, not of that restore
     * @param watched any replica of the database
     * @return empty when no hook is pending
     */
    Optional<RestoreReport> runPendingHook(
            RestoreRequest request, CheckedReplica watched, LivePlace place, RestoreListener progress) {
        SidecarPaths beside = new SidecarPaths(place);
        RestoreStart start = RestoreStart.of(request, watched.id(), place.file(), clock);
        // one that cannot be read is pending, and a refusal
        return beside.canExist() && Existence.mayExist(beside.pendingHook())
                ? Optional.of(settled(start, watched.naming(), place, progress))
                : Optional.empty();
    }

    private RestoreReport settled(
            RestoreStart start, CommandLineName naming, LivePlace place, RestoreListener progress) {
        SidecarPaths beside = new SidecarPaths(place);
        try {
            PendingHook pending = PendingHook.read(beside.pendingHook());
            ReplicaId id = new ReplicaId(start.id().database(), pending.run().replica());
            AfterRestore.Done done = new AfterRestore.Done(
                    id, naming, place.file(), pending.run().restored(), pending.aside());
            return after.again(done, beside, progress)
                    .map(result -> again(start.from(id), done, pending, result))
                    .orElseGet(() -> start.end(notNow(place), List.of(), clock));
        } catch (IOException e) {
            String reason =
                    beside.pendingHook() + ": marks that restore.after has not succeeded yet, and cannot be read: "
                            + e.getMessage() + ". Run that by hand, then: rm "
                            + Format.quoted(beside.pendingHook().toString());
            return start.end(Refusal.of(reason), List.of(), clock);
        }
    }

    private static Refusal notNow(LivePlace place) {
        return Refusal.of(place.file() + ": restore.after, or another restore of it, is running. Wait for its end");
    }

    private RestoreReport again(
            RestoreStart start, AfterRestore.Done done, PendingHook pending, AfterRestore.Result result) {
        String reason = "restored already at " + pending.run().startedAt() + " (run "
                + pending.run().id() + "); restore.after was pending since";
        return start.end(
                result.outcome(done.restored(), Hint.text(reason), List.of()),
                result.findings(List.of()),
                done.aside(),
                clock);
    }
}
