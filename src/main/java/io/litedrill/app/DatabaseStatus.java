package io.litedrill.app;

import io.litedrill.check.CheckResult;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Verdict;
import io.litedrill.drill.DrillResult;
import io.litedrill.json.JsonObject;
import io.litedrill.replica.RecoveryPoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Holds what the history records of a replica of a database.
 *
 * @param check the last check, with any verdict
 * @param drills the drills
 * @param next the next drill
 * @param judgement the verdict and its reasons
 */
public record DatabaseStatus(
        ReplicaId id, Optional<CheckResult> check, Drills drills, NextDrill next, Judgement judgement) {
    /**
     * Holds when the replica is drilled next.
     *
     * @param due when the configuration schedules it, or a time in the past when it is due; empty when it is never
     *     drilled
     * @param daemon whether a daemon runs, which starts scheduled drills
     */
    public record NextDrill(Optional<Instant> due, DaemonLock.Presence daemon) {}

    /**
     * Summarizes the drills of a replica.
     *
     * @param last the last drill, with any outcome
     * @param conclusive the last drill that passed or failed
     * @param passed when the last passed drill ended
     * @param provedUntil the newest state that a passed drill restored and that was not gone at the last check
     * @param restoreSeconds the duration of the restore in the last passed drill, without verification, in seconds;
     *     empty when nothing can be restored
     */
    public record Drills(
            Optional<DrillResult> last,
            Optional<DrillResult> conclusive,
            Optional<Instant> passed,
            Optional<RecoveryPoint> provedUntil,
            Optional<Double> restoreSeconds) {
        static final Drills NONE =
                new Drills(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Judges a status.
     *
     * @param verdict {@link Verdict#OK} only after a recent check without findings and a passed drill within its
     *     promised age
     * @param reasons why the verdict is not OK
     */
    public record Judgement(Verdict verdict, List<String> reasons) {
        /** Copies the list. */
        public Judgement {
            reasons = List.copyOf(reasons);
        }
    }

    /** Returns the JSON object. Every key is present. */
    public JsonObject json() {
        return JsonObject.with()
                .put("database", id.database())
                .put("replica", id.replica())
                .put("verdict", Wording.word(judgement.verdict()))
                .put("reasons", judgement.reasons())
                .put("checked_at", check.map(result -> result.run().at()))
                .put("check", check.map(CheckResult::verdict).map(Wording::word))
                .put(
                        "recovery_point",
                        check.flatMap(result -> result.seen().newest()).map(RecoveryPoint::time))
                .put("window_start", check.flatMap(result -> result.seen().windowStart()))
                .put("drilled_at", drills.last().map(result -> result.run().endedAt()))
                .put("drill", drills.last().map(DrillResult::outcome).map(Wording::word))
                .put("last_passed_drill", drills.passed())
                .put("proved_until", drills.provedUntil().map(RecoveryPoint::time))
                .put(
                        "proved_position",
                        drills.provedUntil().map(point -> point.position().toString()))
                .put("restore_seconds", drills.restoreSeconds())
                .put("next_drill", next.due())
                .put("daemon", Wording.word(next.daemon()))
                .build();
    }
}
