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

/** Carries out plans into one file, one after the other, tests what comes out, and keeps the time of each phase. */
public final class RestoreAttempt {
    /** A snapshot of the wal layout is proved sound some seconds after it was taken; that is worth waiting for. */
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
     * Prepares tries into a file.
     *
     * @param output overwritten by each try; its folder must be there
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

    /** What one try came to. */
    sealed interface Try {
        /** Restored and tested; the file is there. */
        record Tested(RecoveryPoint point, long bytes, Verification verification) implements Try {}

        /** A file of the replica made it fail; nothing is there. */
        record Broken(RestoreException failure) implements Try {}

        /** It did not come to an end for a reason outside the replica; nothing is there. */
        record Stopped(List<Finding> findings, String reason) implements Try {}
    }

    /** Looks at the replica as deeply as the point needs; once more when waiting a moment will make the newest state provable. */
    Scan scan(ReplicaScanner scanner, Point point) throws StorageException {
        Instant start = clock.instant();
        Depth depth = point instanceof Point.Newest ? Depth.CHECK : Depth.FULL;
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

    /** Where the files of the last try cannot come from one writer. */
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

    /** One of its own, with times of its own, that adds to what this one proves of single files. */
    RestoreAttempt another() {
        return new RestoreAttempt(output, expectations, clock, progress, evidence);
    }

    /**
     * What the tries so far prove of single files.
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

    /** Collects what the tries prove of single files. */
    FileEvidence evidence() {
        return evidence;
    }

    /** The file. */
    Path output() {
        return output;
    }

    /** Runs further tests, whose time counts as that of verifying. */
    <T> T test(Supplier<T> work) {
        Instant start = clock.instant();
        try {
            return work.get();
        } finally {
            verifySeconds += secondsSince(start);
        }
    }

    /** How long each phase took so far, over all tries. */
    public Phases phases() {
        return new Phases(planSeconds, restoreSeconds, verifySeconds);
    }

    private double secondsSince(Instant start) {
        return Math.max(0, Duration.between(start, clock.instant()).toNanos() / 1e9);
    }
}
