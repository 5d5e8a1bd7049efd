package io.litedrill.app;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.CommandLineName;
import io.litedrill.check.CommandVerb;
import io.litedrill.check.Finding;
import io.litedrill.check.Hint;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.UnreadableFiles;
import io.litedrill.drill.Fallback;
import io.litedrill.drill.MixedWriters;
import io.litedrill.json.JsonObject;
import io.litedrill.recover.ExpectedSize;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.Permission;
import io.litedrill.recover.RestoreOutcome;
import io.litedrill.recover.RestoreOutcome.Effect;
import io.litedrill.recover.RestoreOutcome.Refusal;
import io.litedrill.recover.RestoreOutcome.Unwritten;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.timeline.Gap;
import io.litedrill.replica.timeline.TimeRequest;
import io.litedrill.restore.PlanResult;
import io.litedrill.restore.RestorePlan;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Holds the result of planning a restore.
 *
 * @param look the scan of the chosen replica
 * @param point the requested point
 * @param result the result of the planner; empty when the replica could not be scanned
 * @param mixed present when the replica holds two databases and a restore would therefore refuse the planned state
 * @param estimatedSeconds the expected duration; empty without a plan and when no drill has measured the speed
 * @param rereads whether the only obstacle is damage from earlier scans, which a restore checks again by reading the
 *     files
 */
public record RestorePlanning(
        Target target,
        ScanAttempt look,
        Point point,
        Optional<PlanResult> result,
        Optional<Mixed> mixed,
        OptionalDouble estimatedSeconds,
        boolean rereads) {
    /**
     * Reports that one replica holds two databases.
     *
     * @param reason the reason with a way out, for messages
     */
    public record Mixed(Hint reason, List<Finding> findings) {}

    /** Chooses a replica, scans it and plans a restore. */
    public static RestorePlanning of(Target target, ReplicaChoice choice, Point point) throws UsageException {
        return of(target, choice.producing(target, point), point);
    }

    /** Plans a restore from a scan. */
    public static RestorePlanning of(Target target, ScanAttempt look, Point point) {
        Optional<PlanResult> result =
                look instanceof ScanAttempt.Seen seen ? Optional.of(seen.plan(point)) : Optional.empty();
        OptionalDouble estimate = result.filter(PlanResult.Planned.class::isInstance)
                .map(planned -> estimate(target, look, ((PlanResult.Planned) planned).plan()))
                .orElse(OptionalDouble.empty());
        Optional<Mixed> mixed = result.filter(PlanResult.Planned.class::isInstance)
                .flatMap(planned -> mixed(look, ((PlanResult.Planned) planned).plan(), point));
        boolean rereads = result.filter(PlanResult.Planned.class::isInstance).isEmpty()
                && look instanceof ScanAttempt.Seen seen
                && seen.planForgettingDamage(point) instanceof PlanResult.Planned;
        return new RestorePlanning(target, look, point, result, mixed, estimate, rereads);
    }

    private static Optional<Mixed> mixed(ScanAttempt look, RestorePlan plan, Point point) {
        if (!(look instanceof ScanAttempt.Seen seen)) {
            return Optional.empty();
        }
        CheckedReplica watched = seen.replica().watched();
        MixedWriters mixture = MixedWriters.of(watched, seen.scan(), plan);
        return mixture.forbids(point)
                ? Optional.of(new Mixed(mixture.reason(watched), mixture.findings(watched)))
                : Optional.empty();
    }

    private static OptionalDouble estimate(Target target, ScanAttempt look, RestorePlan plan) {
        return target.wiring()
                .past()
                .memory()
                .drills(look.id())
                .flatMap(ReplicaHistory.PastDrills::speed)
                .filter(speed -> speed.bytesRead() > 0)
                .map(speed -> OptionalDouble.of(plan.bytes() * speed.restoreSeconds() / speed.bytesRead()))
                .orElse(OptionalDouble.empty());
    }

    /** Returns the plan; empty when there is no plan. */
    public Optional<RestorePlan> plan() {
        return result.filter(PlanResult.Planned.class::isInstance)
                .map(planned -> ((PlanResult.Planned) planned).plan());
    }

    /** Predicts the number of rows of the planned state; empty without a plan, or when no drill has counted rows. */
    public Optional<ExpectedSize> size() {
        return plan().flatMap(plan -> look.replica() instanceof ReplicaTarget.Visible visible
                ? target.sizes().toFile(visible.watched(), plan.point().time())
                : Optional.empty());
    }

    /**
     * Returns the requested time, if a time was requested. Contains the next later recovery point, also when the time
     * was refused.
     */
    public TimeRequest request() {
        return plan().map(RestorePlan::request)
                .orElseGet(() -> request(point, refused().flatMap(PlanResult.Refused::after)));
    }

    /** Returns the requested time of a point without a plan, if the point is a time. */
    public static TimeRequest request(Point point, Optional<RecoveryPoint> next) {
        return point instanceof Point.AtTime at
                ? new TimeRequest(Optional.of(at.time()), false, next)
                : TimeRequest.NONE;
    }

    /** Returns the refusal; empty when the point was not refused. */
    public Optional<PlanResult.Refused> refused() {
        return result.filter(PlanResult.Refused.class::isInstance).map(PlanResult.Refused.class::cast);
    }

    /** Returns why there is no plan, or why a restore would refuse the plan, for messages; empty otherwise. */
    public Hint reason() {
        return new PlanningReason(this).text();
    }

    /** Returns the nearest recovery points before and after a refused point, for messages; empty without any. */
    public String neighbours() {
        String before = refused()
                .flatMap(PlanResult.Refused::before)
                .map(point -> ". Before it: " + Wording.point(point))
                .orElse("");
        String after = refused()
                .flatMap(PlanResult.Refused::after)
                .map(point -> ". After it: " + Wording.point(point))
                .orElse("");
        return before + after;
    }

    /**
     * Returns why the restore ends before it begins; empty when it may begin.
     *
     * @param fallback whether the newest restorable state is accepted when the requested one cannot be restored
     */
    public Optional<Unwritten> ending(boolean fallback) {
        boolean hopeful = (plan().isPresent() && mixed.isEmpty())
                || (fallback && refused().isPresent());
        return hopeful ? Optional.empty() : Optional.of(unplanned());
    }

    private Unwritten unplanned() {
        Hint reason = reason();
        return switch (outcome()) {
            case REFUSED -> new Refusal(reason, overriddenBy(), Effect.NOTHING);
            case FAILED -> RestoreOutcome.failed(reason);
            default -> new RestoreOutcome.Inconclusive(reason, Effect.NOTHING);
        };
    }

    /** Returns the permission with which an earlier state is restored; empty when there is no earlier state. */
    private Optional<Permission> overriddenBy() {
        return refused().flatMap(PlanResult.Refused::before).map(before -> Permission.FALLBACK);
    }

    /**
     * Returns the ending as {@link #ending} does, for a real restore. Recorded damage ends a restore only after the
     * file was read again.
     */
    public Optional<Unwritten> endingUnread(boolean fallback) {
        return rereads ? Optional.empty() : ending(fallback);
    }

    /** Returns the earlier state that is restored instead of the refused one, and the loss; empty when unknown. */
    public Optional<Fallback> fallback() {
        return look.listed()
                .flatMap(listed -> refused()
                        .flatMap(PlanResult.Refused::before)
                        .map(before -> Fallback.of(point, listed, before)));
    }

    /** Returns the message of a dry run for which {@link #ending} is empty. */
    public Hint dryRun() {
        Hint nothing = Hint.text("dry run: nothing was written");
        return plan().isPresent()
                ? nothing
                : nothing.then(". The wanted state cannot be had: ")
                        .then(reason())
                        .then(neighbours())
                        .then(". The newest before it that restores would be looked for")
                        .then(fallback()
                                .map(older -> ": it is at best of " + older.got() + ", and "
                                        + Wording.distance(older.lost()) + " of changes would be lost")
                                .orElse(""));
    }

    /** Returns the findings that prevented the scan or that prevent the restore. */
    public List<Finding> findings() {
        return look instanceof ScanAttempt.Failed failed
                ? List.of(failed.finding())
                : mixed.map(Mixed::findings).orElse(List.of());
    }

    /**
     * Returns the outcome of a restore by this plan, as far as planning shows it; {@link OutcomeWord#NOT_NEEDED} when
     * it may begin.
     */
    public OutcomeWord outcome() {
        if (plan().isPresent()) {
            return mixed.isPresent() ? OutcomeWord.REFUSED : OutcomeWord.NOT_NEEDED;
        }
        if (refused().isPresent()) {
            return needsRefusedFile() ? OutcomeWord.INCONCLUSIVE : OutcomeWord.REFUSED;
        }
        boolean noBackup = result.filter(PlanResult.NoBackup.class::isInstance).isPresent();
        return noBackup && !isUnreadable() ? OutcomeWord.FAILED : OutcomeWord.INCONCLUSIVE;
    }

    /** Returns whether the point is in a gap because the store refuses access to a file. The file may be sound. */
    private boolean needsRefusedFile() {
        Optional<String> where = refused().flatMap(PlanResult.Refused::missing).map(Gap.Missing::where);
        return look instanceof ScanAttempt.Seen seen
                && seen.scan()
                        .inventory()
                        .files()
                        .filter(UnreadableFiles::isRefused)
                        .anyMatch(file ->
                                where.equals(Optional.of(seen.scan().replica().locate(file))));
    }

    /** Returns whether there is no plan because of files in an unknown format. */
    boolean isUnreadable() {
        return result.filter(PlanResult.NoBackup.class::isInstance).isPresent()
                && look instanceof ScanAttempt.Seen seen
                && seen.scan().inventory().mayHoldUnreadBackup();
    }

    /** Returns the JSON object. Every key is present even without a plan. */
    public JsonObject json() {
        return PlanningJson.of(this);
    }

    /** Returns the command that restores a recovery point of this replica. */
    public Hint.Command restoreCommand(RecoveryPoint point) {
        return restoreCommand(target, look.id(), point);
    }

    /** Returns the command that restores a recovery point of a replica. */
    public static Hint.Command restoreCommand(Target target, ReplicaId replica, RecoveryPoint point) {
        boolean several = target.database().replicas().size() > 1;
        Optional<String> named = several ? Optional.of(replica.replica()) : Optional.empty();
        return new CommandLineName(target.typed(), named, target.wiring().configNamed())
                .command(CommandVerb.RESTORE)
                .at(point.position())
                .with("o", "FILE");
    }
}
