package io.litedrill.metrics;

import io.litedrill.check.CheckResult;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Objectives;
import io.litedrill.check.Severity;
import io.litedrill.check.Verdict;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.drill.Restored;
import io.litedrill.drill.ScrubResult;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.RecoveryPoint;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Exports the state of one replica as gauges. Not safe for use by several threads. */
final class StateMeters {
    private static final Duration PRECISION = Duration.ofSeconds(1);

    private final ReplicaGauges gauges = new ReplicaGauges();
    private Optional<Duration> snapshotAllowed = Optional.empty();
    private Optional<Duration> checkInterval = Optional.empty();
    private List<Finding> ofCheck = List.of();
    private List<Finding> ofConclusiveDrill = List.of();
    private List<Finding> ofInconclusiveDrill = List.of();
    private List<Finding> ofConclusiveScrub = List.of();
    private List<Finding> ofInconclusiveScrub = List.of();
    private List<Finding> ofRestore = List.of();
    private Instant scrubbedAt = Instant.MIN;
    private Instant restoredAt = Instant.MIN;

    void promise(Objectives objectives, Duration interval) {
        checkInterval = Optional.of(interval);
        objectives(objectives);
    }

    private void objectives(Objectives objectives) {
        Map<Tags, Double> promised = new HashMap<>();
        promised.put(Tags.of("objective", "rpo"), seconds(objectives.rpo()));
        promised.put(Tags.of("objective", "drill_age"), seconds(objectives.drillAge()));
        objectives.rto().ifPresent(rto -> promised.put(Tags.of("objective", "rto"), seconds(rto)));
        objectives.retention().ifPresent(far -> promised.put(Tags.of("objective", "retention"), seconds(far)));
        objectives
                .expectWrites()
                .ifPresent(often -> promised.put(Tags.of("objective", "expect_writes"), seconds(often)));
        checkInterval.ifPresent(often -> promised.put(Tags.of("objective", "check_interval"), seconds(often)));
        snapshotAllowed.ifPresent(age -> promised.put(Tags.of("objective", "snapshot_age"), seconds(age)));
        gauges.replace(Family.OBJECTIVE, promised);
    }

    /** Exports events from before the start. State and measurements follow with the first check. */
    void reload(PastEvents remembered) {
        remembered.check().ifPresent(check -> {
            setIfKnown(Family.LAST_CHECK, Optional.of(check.run().at()));
            events(check.seen());
        });
        remembered.drill().ifPresent(this::drilled);
        remembered.scrub().ifPresent(this::lateScrub);
        PastEvents.Times times = remembered.times();
        setIfKnown(Family.LAST_DRILL, times.drill());
        setIfKnown(Family.LAST_PASSED_DRILL, times.passedDrill());
        setIfKnown(Family.LAST_FAILED_DRILL, times.failedDrill());
        times.restore().filter(time -> !time.isBefore(restoredAt)).ifPresent(this::restored);
    }

    private void restored(Instant time) {
        restoredAt = time;
        setIfKnown(Family.LAST_RESTORE, Optional.of(time));
    }

    /** Returns the end of a restore, which the history and a report have with different precision. */
    private static Instant end(RestoreReport report) {
        return report.run().startedAt().plusNanos(Math.round(report.run().seconds() * 1e9));
    }

    private boolean isOlder(RestoreReport report) {
        return end(report).plus(PRECISION).isBefore(restoredAt);
    }

    void check(CheckResult result) {
        setIfKnown(Family.LAST_CHECK, Optional.of(result.run().at()));
        if (!blind(result)) {
            events(result.seen());
        }
        measures(result);
        snapshotAllowed = Optional.of(result.seen().snapshots().allowed());
        objectives(result.objectives());
        gauges.replace(Family.VERDICT, verdicts(result.verdict()));
        ofCheck = result.findings();
        findings();
    }

    void drill(DrillResult result) {
        Optional<Instant> ended = Optional.of(result.run().endedAt());
        setIfKnown(Family.LAST_DRILL, ended);
        switch (result.outcome()) {
            case PASSED -> setIfKnown(Family.LAST_PASSED_DRILL, ended);
            case FAILED -> setIfKnown(Family.LAST_FAILED_DRILL, ended);
            case INCONCLUSIVE -> {}
        }
        drilled(result);
    }

    /** Exports the findings of a scrub by another process, unless a later one is known: it may be stored late. */
    void lateScrub(ScrubResult result) {
        if (!result.run().endedAt().isBefore(scrubbedAt)) {
            scrub(result);
        }
    }

    /** Exports the findings of a scrub. They remain until the next scrub that could read all files. */
    void scrub(ScrubResult result) {
        scrubbedAt = result.run().endedAt();
        boolean inconclusive = result.findings().stream().anyMatch(finding -> finding.severity() == Severity.UNKNOWN);
        ofConclusiveScrub = inconclusive ? ofConclusiveScrub : result.findings();
        ofInconclusiveScrub = inconclusive ? result.findings() : List.of();
        findings();
    }

    /** Exports a restore by another process, unless a later one is known. */
    void lateRestore(RestoreReport report) {
        if (!isOlder(report)) {
            restore(report);
        }
    }

    void restore(RestoreReport report) {
        if (report.word() == OutcomeWord.RESTORED) {
            ofRestore = report.findings().stream()
                    .filter(finding -> finding.code() == FindingCode.HOOK_FAILED)
                    .toList();
            findings();
            restored(end(report));
            origin(report);
        }
    }

    /** Exports who requested the last restore; removes that of the one before when it is unknown. */
    void origin(RestoreReport report) {
        if (!isOlder(report)) {
            origin(report.origin());
        }
    }

    private void origin(Optional<RestoreReport.Origin> origin) {
        gauges.replace(
                Family.LAST_RESTORE_ORIGIN,
                origin.map(known -> Map.of(
                                Tags.of(
                                        "destination",
                                        known.inPlace() ? "live_path" : "file",
                                        "requested_by",
                                        known.requestedBy()),
                                1))
                        .orElse(Map.of()));
    }

    /** Returns the present gauges, which no later change affects. */
    Map<Family, Map<Tags, Double>> gauges() {
        return gauges.copy();
    }

    /**
     * Returns whether the store could not be read. Past events then remain valid, and their age keeps growing for the
     * alerts; measurements become unknown.
     */
    private static boolean blind(CheckResult result) {
        return result.seen().newest().isEmpty()
                && result.seen().extent().files() == 0
                && result.findings().stream().anyMatch(finding -> finding.severity() == Severity.UNKNOWN);
    }

    private void events(CheckResult.Seen seen) {
        gauges.set(Family.RECOVERY_POINT, seen.newest().map(RecoveryPoint::time).map(StateMeters::seconds));
        gauges.set(Family.SNAPSHOT, seen.snapshots().newest().map(StateMeters::seconds));
        gauges.set(Family.WINDOW_START, seen.windowStart().map(StateMeters::seconds));
    }

    private void measures(CheckResult result) {
        CheckResult.Seen seen = result.seen();
        Optional<CheckResult.Extent> extent = Optional.of(seen.extent()).filter(known -> !blind(result));
        gauges.set(Family.LAG, seen.lag().map(StateMeters::seconds));
        gauges.set(Family.SNAPSHOT_AGE, seen.snapshots().age().map(StateMeters::seconds));
        gauges.set(Family.REPLICA_BYTES, extent.map(CheckResult.Extent::bytes));
        gauges.set(Family.REPLICA_FILES, extent.map(CheckResult.Extent::files));
        gauges.set(Family.UNREAD_FILES, extent.map(CheckResult.Extent::unread));
        gauges.set(Family.WINDOW_GAPS, extent.map(CheckResult.Extent::gaps));
    }

    private void drilled(DrillResult result) {
        result.restored().map(Restored::databaseBytes).ifPresent(bytes -> {
            gauges.set(Family.DATABASE_BYTES, Optional.of(bytes));
            if (!result.isIncremental()) {
                // an incremental drill reads too little to measure a restore
                gauges.replace(Family.RTO, phases(result.run().phases()));
            }
        });
        boolean inconclusive = result.outcome() == Outcome.INCONCLUSIVE;
        ofConclusiveDrill = inconclusive ? ofConclusiveDrill : result.findings();
        ofInconclusiveDrill = inconclusive ? result.findings() : List.of();
        findings();
    }

    private void findings() {
        gauges.replace(
                Family.FINDING,
                Stream.of(
                                ofCheck,
                                ofConclusiveDrill,
                                ofInconclusiveDrill,
                                ofConclusiveScrub,
                                ofInconclusiveScrub,
                                ofRestore)
                        .flatMap(List::stream)
                        .filter(finding -> finding.severity() != Severity.NOTE)
                        .map(finding ->
                                Tags.of("code", finding.code().wire(), "severity", Labels.of(finding.severity())))
                        .distinct()
                        .collect(Collectors.toMap(Function.identity(), tags -> 1)));
    }

    private static Map<Tags, Double> phases(DrillResult.Phases phases) {
        return Map.of(
                Tags.of("phase", "plan"), phases.plan(),
                Tags.of("phase", "restore"), phases.restore(),
                Tags.of("phase", "verify"), phases.verify(),
                Tags.of("phase", "total"), phases.total());
    }

    private static Map<Tags, Integer> verdicts(Verdict current) {
        return Arrays.stream(Verdict.values())
                .collect(Collectors.toMap(
                        verdict -> Tags.of("verdict", Labels.of(verdict)), verdict -> verdict == current ? 1 : 0));
    }

    private void setIfKnown(Family family, Optional<Instant> time) {
        time.ifPresent(known -> gauges.set(family, Optional.of(seconds(known))));
    }

    private static double seconds(Instant time) {
        return time.getEpochSecond() + time.getNano() / 1e9;
    }

    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }
}
