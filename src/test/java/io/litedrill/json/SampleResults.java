package io.litedrill.json;

import io.litedrill.check.CheckResult;
import io.litedrill.check.Cost;
import io.litedrill.check.Facts;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Hint;
import io.litedrill.check.LagBasis;
import io.litedrill.check.Objectives;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Severity;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.Fallback;
import io.litedrill.drill.Restored;
import io.litedrill.drill.ScrubResult;
import io.litedrill.drill.Source;
import io.litedrill.recover.RestoreOutcome;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.WalPosition;
import io.litedrill.replica.timeline.TimeRequest;
import io.litedrill.verify.CheckKind;
import io.litedrill.verify.CheckOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Results for tests of their readers and writers. */
public final class SampleResults {
    public static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    public static final ReplicaId SHOP = new ReplicaId("shop", "s3");
    public static final Objectives OBJECTIVES = new Objectives(
            Duration.ofMinutes(5),
            Optional.of(Duration.ofMinutes(10)),
            Duration.ofDays(2),
            Optional.empty(),
            Optional.of(Duration.ofMinutes(15)));
    public static final RecoveryPoint LTX_POINT =
            new RecoveryPoint(Instant.parse("2026-11-01T11:59:58.123Z"), new LtxPosition(0x1fL));
    public static final RecoveryPoint WAL_POINT = new RecoveryPoint(
            Instant.parse("2026-11-01T11:00:00Z"), new WalPosition("0123456789abcdef", 0xffff_fffeL, 4152));
    public static final Finding GAP = new Finding(
            FindingCode.GAP,
            Severity.CRITICAL,
            Facts.text("TXID 0000000000000007 is missing."),
            "s3://bucket/shop",
            Hint.text("Restore an earlier point: litedrill window shop"));
    public static final Finding OVERDUE = new Finding(
            FindingCode.SNAPSHOT_OVERDUE,
            Severity.WARNING,
            Facts.text("No snapshot since."),
            "s3://bucket/shop",
            Hint.text(""));

    private SampleResults() {}

    /** Returns a scrub that took four seconds. */
    public static ScrubResult scrub(ReplicaId id, String runId, Instant at, Finding... findings) {
        ScrubResult.Run run = new ScrubResult.Run(runId, at, 4, new Cost(44, 123_456));
        return new ScrubResult(id, run, 42, new ScrubResult.Proofs(3, 2, 1, 0), List.of(findings));
    }

    /** Returns a check that read everything. */
    public static CheckResult check(ReplicaId id, Instant at, Finding... findings) {
        CheckResult.Snapshots snapshots = new CheckResult.Snapshots(
                3, Optional.of(at.minusSeconds(3600)), Optional.of(Duration.ofMinutes(59)), Duration.ofHours(25));
        CheckResult.Seen seen = new CheckResult.Seen(
                Optional.of(LTX_POINT),
                Optional.of(Duration.ofMillis(1877)),
                Optional.of(LagBasis.POSITION),
                Optional.of(at.minusSeconds(86400)),
                snapshots,
                new CheckResult.Extent(42, 123_456, 1, 7));
        return new CheckResult(id, new CheckResult.Run(at, new Cost(2, 0)), seen, OBJECTIVES, List.of(findings));
    }

    /** Returns a check that could not read the replica. */
    public static CheckResult blindCheck(ReplicaId id, Instant at) {
        CheckResult.Snapshots snapshots =
                new CheckResult.Snapshots(0, Optional.empty(), Optional.empty(), Duration.ofHours(25));
        CheckResult.Seen seen = new CheckResult.Seen(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                snapshots,
                new CheckResult.Extent(0, 0, 0, 0));
        Objectives least = new Objectives(
                Duration.ofMinutes(5), Optional.empty(), Duration.ofDays(2), Optional.empty(), Optional.empty());
        Finding unreachable = new Finding(
                FindingCode.STORAGE_UNREACHABLE,
                Severity.UNKNOWN,
                Facts.text("No answer."),
                "s3://bucket/shop",
                Hint.text("Try again."));
        return new CheckResult(id, new CheckResult.Run(at, new Cost(1, 0)), seen, least, List.of(unreachable));
    }

    /** A time between two recovery points. */
    private static final TimeRequest REQUEST = new TimeRequest(
            Optional.of(Instant.parse("2026-11-01T12:00:30Z")),
            false,
            Optional.of(new RecoveryPoint(Instant.parse("2026-11-01T12:05:00.5Z"), new LtxPosition(0x20))));

    /** Returns a drill that passed, in 3.75 s in total. */
    public static DrillResult passedDrill(ReplicaId id, String runId, Instant startedAt) {
        CheckOutcome integrity = new CheckOutcome(CheckKind.INTEGRITY_CHECK, CheckOutcome.Result.PASSED, "", 0.5);
        Restored restored = new Restored(
                LTX_POINT,
                REQUEST,
                OptionalLong.of(7),
                8192,
                OptionalLong.of(1200),
                List.of(integrity),
                Optional.empty());
        return new DrillResult(id, run(runId, startedAt), DrillResult.Outcome.PASSED, Optional.of(restored), List.of());
    }

    /** Returns a drill that passed in 0.25 s on the database that an earlier one kept. */
    public static DrillResult incrementalDrill(ReplicaId id, String runId, Instant startedAt) {
        Restored whole = passedDrill(id, runId, startedAt).restored().orElseThrow();
        Restored restored = new Restored(
                whole.point(),
                whole.request(),
                whole.userVersion(),
                whole.databaseBytes(),
                whole.rows(),
                whole.checks(),
                Optional.empty(),
                Source.PROVED_COPY);
        DrillResult.Run run =
                new DrillResult.Run(runId, startedAt, new DrillResult.Phases(0.0625, 0.0625, 0.125), new Cost(3, 100));
        return new DrillResult(id, run, DrillResult.Outcome.PASSED, Optional.of(restored), List.of());
    }

    /** Returns a drill whose newest point did not restore. */
    public static DrillResult failedDrill(ReplicaId id, String runId, Instant startedAt) {
        CheckOutcome assertion =
                new CheckOutcome(CheckKind.ASSERTION, "orders", CheckOutcome.Result.FAILED, "0 rows", 0.25);
        RecoveryPoint wanted = new RecoveryPoint(
                Instant.parse("2026-11-01T11:30:00Z"), new WalPosition("0123456789abcdef", 0xffff_ffffL, 0));
        Restored restored = new Restored(
                WAL_POINT,
                TimeRequest.NONE,
                OptionalLong.empty(),
                4096,
                OptionalLong.empty(),
                List.of(assertion),
                Optional.of(new Fallback(wanted, WAL_POINT, false)));
        return new DrillResult(
                id, run(runId, startedAt), DrillResult.Outcome.FAILED, Optional.of(restored), List.of(GAP));
    }

    /** Returns an interrupted drill. */
    public static DrillResult inconclusiveDrill(ReplicaId id, String runId, Instant startedAt) {
        DrillResult.Run run = new DrillResult.Run(runId, startedAt, new DrillResult.Phases(0, 0, 0), Cost.NONE);
        return new DrillResult(id, run, DrillResult.Outcome.INCONCLUSIVE, Optional.empty(), List.of());
    }

    /** Returns a successful restore. */
    public static RestoreReport restored(ReplicaId id, String runId, Instant startedAt) {
        Restored restored = new Restored(
                WAL_POINT, REQUEST, OptionalLong.of(0), 8192, OptionalLong.of(9), List.of(), Optional.empty());
        RestoreReport.Run run = new RestoreReport.Run(
                runId, startedAt, 1.5, Path.of("/restores/shop.db"), Optional.of(Path.of("/restores/aside")));
        RestoreOutcome outcome = new RestoreOutcome.Complete(Optional.of(restored), Hint.none());
        return new RestoreReport(id, run, outcome, List.of(), REQUEST);
    }

    /** Returns a restore that was refused. */
    public static RestoreReport refused(ReplicaId id, String runId, Instant startedAt) {
        RestoreReport.Run run =
                new RestoreReport.Run(runId, startedAt, 0.125, Path.of("/restores/shop.db"), Optional.empty());
        RestoreOutcome outcome = RestoreOutcome.Refusal.of("/restores/shop.db exists.");
        return new RestoreReport(id, run, outcome, List.of(GAP), TimeRequest.NONE);
    }

    private static DrillResult.Run run(String runId, Instant startedAt) {
        return new DrillResult.Run(runId, startedAt, new DrillResult.Phases(0.25, 2, 1.5), new Cost(12, 34_567));
    }
}
