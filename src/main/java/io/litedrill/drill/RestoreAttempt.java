package io.litedrill.drill;

import io.litedrill.check.Finding;
import io.litedrill.check.StorageFindings;
import io.litedrill.drill.DrillResult.Phases;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.Point;
import io.litedrill.replica.ProvingRun;
import io.litedrill.replica.ReadFiles;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.scan.Depth;
import io.litedrill.replica.scan.ReplicaScanner;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.replica.timeline.LtxLineage;
import io.litedrill.restore.PlanResult;
import io.litedrill.restore.Planner;
import io.litedrill.restore.RestoreEngine;
import io.litedrill.restore.RestoreException;
import io.litedrill.restore.RestoreListener;
import io.litedrill.restore.RestorePhase;
import io.litedrill.restore.RestorePlan;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StoredObject;
import io.litedrill.verify.Expectations;
import io.litedrill.verify.Verification;
import io.litedrill.verify.Verifier;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Runs restore plans into one file, one after the other, tests the restored database, and measures the time of each
 * phase.
 */
public final class RestoreAttempt {
    /**
     * Maximum time to wait for a snapshot of the wal layout, which can be proved sound only some seconds after it was
     * taken.
     */
    private static final Duration WORTH_WAITING = Duration.ofSeconds(30);

    private final Path output;
    private final Expectations expectations;
    private final InstantSource clock;
    private final RestoreListener progress;
    private final List<LtxFile> headers = new ArrayList<>();
    private final FileEvidence evidence;
    private final List<ReplicaFile> read = new ArrayList<>();
    private Optional<ReplicaFile> snapshot = Optional.empty();
    private double planSeconds;
    private double restoreSeconds;
    private double verifySeconds;

    /**
     * Prepares attempts into a file.
     *
     * @param output overwritten by each attempt; its folder must exist
     */
    public RestoreAttempt(Path output, Expectations expectations, InstantSource clock, RestoreListener progress) {
        this(output, expectations, clock, progress, new FileEvidence());
    }

    private RestoreAttempt(
            Path output,
            Expectations expectations,
            InstantSource clock,
            RestoreListener progress,
            FileEvidence evidence) {
        this.evidence = evidence;
        this.output = output;
        this.expectations = expectations;
        this.clock = clock;
        this.progress = progress;
    }

    /** Result of one attempt. */
    sealed interface Try {
        /** The state was restored and tested; the file exists. */
        record Tested(RecoveryPoint point, long bytes, Verification verification) implements Try {}

        /** A file of the replica made the restore fail; there is no output file. */
        record Broken(RestoreException failure) implements Try {}

        /** The attempt ended for a reason outside the replica; there is no output file. */
        record Stopped(List<Finding> findings, String reason) implements Try {}
    }

    /**
     * Scans the replica at the depth that the point needs. Scans a second time when the newest state can be proved
     * after a short wait.
     */
    Scan scan(ReplicaScanner scanner, Point point) throws StorageException {
        Instant start = clock.instant();
        Depth depth = point instanceof Point.Newest ? Depth.NEWEST : Depth.FULL;
        Scan scan = scanner.scan(depth);
        if (new Planner(scan.replica(), scan.timeline()).plan(point) instanceof PlanResult.Pending pending
                && await(pending.until())) {
            scan = scanner.scan(depth);
        }
        planSeconds += secondsSince(start);
        evidence.listed(scan.inventory());
        return scan;
    }

    private boolean await(Instant until) {
        Duration wait = Duration.between(clock.instant(), until).plusMillis(100);
        if (wait.compareTo(WORTH_WAITING) > 0) {
            return false;
        }
        try {
            Thread.sleep(Math.max(0, wait.toMillis()));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    Try run(RestorePlan plan) {
        try {
            Files.deleteIfExists(output);
            Optional<Finding> noRoom = DiskSpace.missing(plan, folder());
            if (noRoom.isPresent()) {
                return new Try.Stopped(List.of(noRoom.get()), noRoom.get().message());
            }
            snapshot = Optional.empty();
            long bytes = restore(plan);
            evidence.sound(read);
            snapshot = Optional.of(plan.chain().snapshot());
            return verify(plan, bytes);
        } catch (RestoreException e) {
            return new Try.Broken(e);
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.STOPPED) {
                return new Try.Stopped(List.of(), SoundRestore.STOPPED);
            }
            Finding finding = StorageFindings.of(e, plan.replica().location());
            return new Try.Stopped(List.of(finding), finding.message());
        } catch (InterruptedIOException | ClosedByInterruptException e) {
            return new Try.Stopped(List.of(), SoundRestore.STOPPED);
        } catch (IOException e) {
            Finding finding = DiskSpace.writeFailed(folder(), e);
            return new Try.Stopped(List.of(finding), finding.message());
        }
    }

    private Path folder() {
        return Optional.ofNullable(output.toAbsolutePath().getParent()).orElseThrow();
    }

    private long restore(RestorePlan plan) throws IOException {
        Instant start = clock.instant();
        try {
            headers.clear();
            read.clear();
            progress.phase(RestorePhase.RESTORING);
            progress.began(plan);
            return RestoreEngine.restore(plan, output, heard());
        } finally {
            restoreSeconds += secondsSince(start);
        }
    }

    private RestoreListener heard() {
        return new RestoreListener() {
            @Override
            public void done(ReplicaFile file) {
                read.add(file);
                progress.done(file);
            }

            @Override
            public void wrote(long pages) {
                progress.wrote(pages);
            }

            @Override
            public void header(LtxFile file) {
                headers.add(file);
            }
        };
    }

    /** Returns the breaks between files of the last attempt that cannot come from one writer. */
    List<LtxLineage.Break> forks() {
        return LtxLineage.breaks(headers);
    }

    private Try verify(RestorePlan plan, long bytes) {
        Instant start = clock.instant();
        progress.phase(RestorePhase.VERIFYING);
        Verification verification =
                new Verifier().verify(output, expectations, plan.point().time());
        verifySeconds += secondsSince(start);
        return Thread.currentThread().isInterrupted()
                ? new Try.Stopped(List.of(), SoundRestore.STOPPED)
                : new Try.Tested(plan.point(), bytes, verification);
    }

    /** Creates another attempt with its own times, which adds to the same evidence on single files. */
    RestoreAttempt another() {
        return new RestoreAttempt(output, expectations, clock, progress, evidence);
    }

    /**
     * Returns the verdicts on single files from the attempts so far.
     *
     * @param passed the attempts whose last state passed all tests of a drill
     */
    public ReadFiles evidence(Replica replica, ProvingRun run, Set<RestoreAttempt> passed) {
        Set<StoredObject> drilled = passed.stream()
                .flatMap(attempt -> attempt.snapshot.stream())
                .map(ReplicaFile::object)
                .collect(Collectors.toSet());
        return evidence.read(replica, run, drilled);
    }

    /** Returns the collected evidence on single files. */
    FileEvidence evidence() {
        return evidence;
    }

    /** Returns the output file. */
    Path output() {
        return output;
    }

    /** Runs further tests. Their time counts as verification. */
    <T> T test(Supplier<T> work) {
        Instant start = clock.instant();
        try {
            return work.get();
        } finally {
            verifySeconds += secondsSince(start);
        }
    }

    /** Returns the duration of each phase so far, over all attempts. */
    public Phases phases() {
        return new Phases(planSeconds, restoreSeconds, verifySeconds);
    }

    private double secondsSince(Instant start) {
        return Math.max(0, Duration.between(start, clock.instant()).toNanos() / 1e9);
    }
}
