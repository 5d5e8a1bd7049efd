package io.litedrill.drill;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Hint;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.Settling;
import io.litedrill.replica.scan.Depth;
import io.litedrill.replica.scan.ReplicaScanner;
import io.litedrill.storage.StorageException;
import io.litedrill.verify.CheckKind;
import io.litedrill.verify.CheckOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Restores and tests a recovery point chosen at random. A restore of the newest state does not prove that other states
 * can be restored. Chooses again if Litestream has deleted or merged the files of the chosen point meanwhile.
 */
final class RandomDrill {
    private static final CheckKind KIND = CheckKind.RANDOM_POINT;

    private final CheckedReplica watched;
    private final ReplicaScanner scanner;
    private final RestoreAttempt attempt;

    /**
     * Prepares the drill.
     *
     * @param attempt a separate attempt, so that its times do not count as those of the newest state
     */
    RandomDrill(CheckedReplica watched, ReplicaScanner scanner, RestoreAttempt attempt) {
        this.watched = watched;
        this.scanner = scanner;
        this.attempt = attempt;
    }

    ComparisonResult drill(long seed) {
        long start = System.nanoTime();
        try {
            clear(attempt.output());
            for (int i = 1; ; i++) {
                Optional<RecoveryPoint> chosen =
                        RandomPoint.of(scanner.scan(Depth.FULL).timeline(), seed);
                if (chosen.isEmpty()) {
                    String none = "there is no other than the newest";
                    return ComparisonResult.of(KIND, CheckOutcome.Result.PASSED, none, start, List.of());
                }
                RestoreResult result = restored(chosen.get());
                if (!(result instanceof RestoreResult.Refused) || i == Settling.MOST_LISTINGS) {
                    return judged(result, name(chosen.get()), start);
                }
            }
        } catch (StorageException e) {
            return unknown(String.valueOf(e.getMessage()), start, List.of());
        } catch (IOException e) {
            Finding finding = DiskSpace.writeFailed(attempt.output(), e);
            return unknown(finding.message(), start, List.of(finding));
        }
    }

    /** Deletes the output file and its sidecar files. The test program may have created some. */
    private static void clear(Path file) throws IOException {
        for (String part : List.of("", "-wal", "-shm", "-journal")) {
            Files.deleteIfExists(Path.of(file + part));
        }
    }

    private RestoreResult restored(RecoveryPoint point) {
        return new SoundRestore(watched, scanner, attempt, ExpectedRows.ANY)
                .restore(new Point.AtPosition(point.position()), false);
    }

    private static ComparisonResult judged(RestoreResult result, String name, long start) {
        if (result instanceof RestoreResult.Done done) {
            return done(done, name, start);
        }
        if (result instanceof RestoreResult.Failed failed) {
            boolean critical = failed.findings().stream().anyMatch(Driller::isCritical);
            String what =
                    failed.findings().stream().findFirst().map(Finding::message).orElse("did not restore");
            CheckOutcome.Result outcome = critical ? CheckOutcome.Result.FAILED : CheckOutcome.Result.INCONCLUSIVE;
            return ComparisonResult.of(KIND, outcome, name + ": " + what, start, failed.findings());
        }
        if (result instanceof RestoreResult.Undecided mixed) {
            return ComparisonResult.of(
                    KIND,
                    CheckOutcome.Result.FAILED,
                    name + ": " + mixed.reason().text(),
                    start,
                    mixed.findings());
        }
        // each chosen point existed a moment before: Litestream deletes and merges faster than the drill reads
        return result instanceof RestoreResult.Inconclusive unknown
                ? unknown(name + ": " + unknown.reason(), start, unknown.findings())
                : unknown(name + ": is no recovery point any more", start, List.of());
    }

    private static ComparisonResult done(RestoreResult.Done done, String name, long start) {
        if (done.findings().stream().anyMatch(Driller::isCritical)) {
            String what = done.findings().get(0).message();
            return ComparisonResult.of(KIND, CheckOutcome.Result.FAILED, name + ": " + what, start, done.findings());
        }
        return done.inconclusive()
                .map(reason -> unknown(name + ": " + reason, start, ofTheFiles(done.findings())))
                .orElseGet(() -> ComparisonResult.of(
                        KIND, CheckOutcome.Result.PASSED, name, start, ofTheFiles(done.findings())));
    }

    /**
     * Returns the findings about files. Findings about rows are reported for the newest state; those of an earlier one
     * require no further action.
     */
    private static List<Finding> ofTheFiles(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.code() != FindingCode.DATA_INCONSISTENT
                        && finding.code() != FindingCode.NEEDS_APPLICATION
                        && finding.code() != FindingCode.DATABASE_EMPTY)
                .toList();
    }

    private static ComparisonResult unknown(String reason, long start, List<Finding> findings) {
        return ComparisonResult.of(KIND, CheckOutcome.Result.INCONCLUSIVE, reason, start, findings);
    }

    /** Returns the point with the command-line option that drills it again. */
    private static String name(RecoveryPoint point) {
        return point.time() + " (" + Hint.Option.at(point.position()).words() + ")";
    }
}
