package io.litedrill.recover;

import io.litedrill.check.Finding;
import io.litedrill.check.Format;
import io.litedrill.check.ReplicaId;
import io.litedrill.hook.CommandRunner;
import io.litedrill.hook.HookCommand;
import io.litedrill.hook.HookOutcome;
import io.litedrill.live.Condition;
import io.litedrill.live.LivePlace;
import io.litedrill.recover.RestoreReport.Ending;
import io.litedrill.recover.RestoreReport.Outcome;
import io.litedrill.replica.Inventory;
import io.litedrill.restore.RestoreListener;
import io.litedrill.restore.RestorePhase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs a restore in place with the configured hooks before and after it. */
public final class Recovery {
    private final InPlaceRestorer restorer;
    private final Hooks hooks;
    private final AfterRestore after;
    private final InstantSource clock;
    private final CommandRunner runner = new CommandRunner();

    /** Creates a recovery that uses this restorer. */
    public Recovery(InPlaceRestorer restorer, Hooks hooks, InstantSource clock) {
        this.restorer = hooks.after().isPresent() ? restorer.owing() : restorer;
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
    public PreflightResult survey(InPlaceOrder order, Optional<Inventory> listed) {
        return survey(restorer.survey(order, listed));
    }

    private PreflightResult survey(PreflightResult survey) {
        boolean mayEnd = hooks.before().isPresent() && isInUse(survey);
        return mayEnd
                ? new PreflightResult(
                        survey.live(), Optional.empty(), survey.refusal().map(Recovery::hindrance))
                : survey;
    }

    private static String hindrance(String refusal) {
        return refusal + ". restore.before runs first and may end that; whether it does is known only when it has run";
    }

    private static boolean isInUse(PreflightResult survey) {
        return survey.live()
                .filter(live -> live.condition().state() == Condition.State.IN_USE)
                .isPresent();
    }

    /** Restores a database that {@code ensure} has inspected, from a replica that it has listed. */
    RestoreReport restore(InPlaceOrder order, Inventory listed, LiveDatabaseState live, RestoreListener progress) {
        return restore(order, survey(restorer.survey(order, listed, live)), progress);
    }

    /**
     * Restores a database. Never throws: failures are part of the report. A command that fails afterwards is a finding;
     * the restored database stays in place.
     *
     * @param survey the result of {@link #survey}
     */
    public RestoreReport restore(InPlaceOrder order, PreflightResult survey, RestoreListener progress) {
        Instant start = clock.instant();
        if (hooks.before().isPresent()) {
            Optional<Ending> refusal = survey.refusal()
                    .map(reason -> new Ending(Outcome.REFUSED, reason))
                    .or(() -> before(order, progress));
            if (refusal.isPresent()) {
                return refused(order, start, refusal.get());
            }
        }
        RestoreReport report = restorer.restore(order, progress);
        if (report.ending().outcome() == Outcome.RESTORED) {
            return finish(order, report, progress);
        }
        return hooks.before().isPresent() ? afterBefore(report) : report;
    }

    private static RestoreReport afterBefore(RestoreReport report) {
        Ending ending = report.ending();
        String reason =
                ending.reason().replaceFirst("\\.$", "") + (ending.otherwise() ? "" : ". The database was not changed")
                        + ". restore.before had run: what it stopped is stopped still";
        return report.with(new Ending(ending.outcome(), reason, true));
    }

    private RestoreReport refused(InPlaceOrder order, Instant start, Ending ending) {
        RestoreReport.Run run = new RestoreReport.Run(
                order.runId(), start, since(start), order.destination().live(), Optional.empty());
        return new RestoreReport(order.watched().id(), run, ending, Optional.empty(), List.of());
    }

    private Optional<Ending> before(InPlaceOrder order, RestoreListener progress) {
        progress.phase(RestorePhase.BEFORE);
        return hooks.before()
                .map(command -> runner.run(new HookCommand(command, before(order), hooks.limit())))
                .filter(outcome -> !outcome.succeeded())
                .map(Recovery::failedBefore);
    }

    private static Ending failedBefore(HookOutcome outcome) {
        if (outcome instanceof HookOutcome.Interrupted) {
            String reason =
                    "restore.before was interrupted; what it had stopped by then is stopped still. The database was not changed";
            return new Ending(Outcome.INCONCLUSIVE, reason, true);
        }
        String reason = Format.sentences(
                "restore.before failed: " + outcome.text(),
                "Mend the command, or take it out of the configuration. The database was not changed");
        return new Ending(Outcome.REFUSED, reason, !(outcome instanceof HookOutcome.NotStarted));
    }

    private static Map<String, String> before(InPlaceOrder order) {
        return AfterRestore.environment(
                order.watched().id(), order.destination().live());
    }

    private RestoreReport finish(InPlaceOrder order, RestoreReport report, RestoreListener progress) {
        AfterRestore.Done done = new AfterRestore.Done(
                report.id(),
                order.destination().live(),
                report.restored().orElseThrow(),
                report.run().movedAside());
        return with(report, after.finish(done, order.destination().litestreamState(), progress));
    }

    private static RestoreReport with(RestoreReport report, AfterRestore.Result result) {
        List<Finding> findings = Stream.concat(result.failed().stream(), report.findings().stream())
                .toList();
        Ending ending = result.stopped()
                .map(reason -> new Ending(report.ending().outcome(), reason, true))
                .orElse(report.ending());
        return new RestoreReport(report.id(), report.run(), ending, report.restored(), findings);
    }

    /**
     * Runs the pending hook of a completed restore in place. Never throws: failures are part of the report.
     *
     * @param runId the id of this run, not of that restore
     * @return empty when no hook is pending
     */
    Optional<RestoreReport> settleOwed(ReplicaId id, String runId, LivePlace place, RestoreListener progress) {
        Path note = new SidecarPaths(place).owed();
        return SwapFiles.exists(note) ? Optional.of(settled(id, runId, place, progress)) : Optional.empty();
    }

    private RestoreReport settled(ReplicaId id, String runId, LivePlace place, RestoreListener progress) {
        Instant start = clock.instant();
        SidecarPaths beside = new SidecarPaths(place);
        try {
            PendingHook owed = PendingHook.read(beside.owed());
            AfterRestore.Done done = new AfterRestore.Done(
                    new ReplicaId(id.database(), owed.run().replica()),
                    place.file(),
                    owed.run().restored(),
                    owed.aside());
            return after.again(done, beside, progress)
                    .map(failed -> again(done, owed, run(runId, start, done), failed))
                    .orElseGet(() -> notNow(id, run(runId, start, done), place));
        } catch (IOException e) {
            RestoreReport.Run run = new RestoreReport.Run(runId, start, since(start), place.file(), Optional.empty());
            String reason = beside.owed() + ": marks that restore.after has not succeeded yet, and cannot be read: "
                    + e.getMessage() + ". Run that by hand, then: rm "
                    + Format.quoted(beside.owed().toString());
            return new RestoreReport(id, run, new Ending(Outcome.REFUSED, reason), Optional.empty(), List.of());
        }
    }

    private RestoreReport.Run run(String runId, Instant start, AfterRestore.Done done) {
        return new RestoreReport.Run(runId, start, since(start), done.live(), done.aside());
    }

    private static RestoreReport notNow(ReplicaId id, RestoreReport.Run run, LivePlace place) {
        String reason = place.file() + ": restore.after, or another restore of it, is running. Wait for its end";
        return new RestoreReport(id, run, new Ending(Outcome.REFUSED, reason), Optional.empty(), List.of());
    }

    private static RestoreReport again(
            AfterRestore.Done done, PendingHook owed, RestoreReport.Run run, AfterRestore.Result result) {
        String reason = "restored already at " + owed.run().startedAt() + " (run "
                + owed.run().id() + "); restore.after was pending since";
        Ending ending = new Ending(Outcome.RESTORED, reason);
        return with(new RestoreReport(done.id(), run, ending, Optional.of(done.restored()), List.of()), result);
    }

    private double since(Instant start) {
        return Duration.between(start, clock.instant()).toNanos() / 1e9;
    }
}
