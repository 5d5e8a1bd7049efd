package io.litedrill.drill;

import io.litedrill.check.Finding;
import io.litedrill.check.StorageFindings;
import io.litedrill.drill.DrillResult.Phases;
import io.litedrill.drill.ProvedSource.Copied;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.Point;
import io.litedrill.replica.ProvingRun;
import io.litedrill.replica.ReadFiles;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.scan.ReplicaScanner;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.replica.timeline.LtxLineage;
import io.litedrill.restore.RestoreEngine;
import io.litedrill.restore.RestoreException;
import io.litedrill.restore.RestoreListener;
import io.litedrill.restore.RestorePhase;
import io.litedrill.restore.RestorePlan;
import io.litedrill.restore.UnsyncedDatabase;
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
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.HashSet;
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
    private final Path output;
    private final Expectations expectations;
    private final InstantSource clock;
    private final SettledScan settled;
    private final RestoreListener progress;
    private final FileEvidence evidence;
    private final FilesRead files;
    private ProvedSource copies = ProvedSource.NONE;
    private final Set<String> doubted = new HashSet<>();
    private Inventory listed = new Inventory(List.of(), List.of(), 0);
    private Path restored;
    private Optional<RestorePlan> plan = Optional.empty();
    private Optional<ReplicaFile> snapshot = Optional.empty();
    private final PhaseTimes times;

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
        this.restored = output;
        this.expectations = expectations;
        this.clock = clock;
        this.settled = new SettledScan(clock);
        this.times = new PhaseTimes(clock);
        this.files = new FilesRead(progress);
        this.progress = progress;
    }

    /** Makes the attempts prefer a verified copy on this machine to the replica. Returns this. */
    public RestoreAttempt preferring(ProvedSource proved) {
        copies = proved;
        return this;
    }

    /** Result of one attempt. */
    sealed interface Try {
        /** The state was restored and tested; the file exists. */
        record Tested(RecoveryPoint point, long bytes, Verification verification, Source source) implements Try {}

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
        Scan scan = times.<Scan, StorageException>measure(RestorePhase.PLANNING, () -> settled.scan(scanner, point));
        evidence.listed(scan.inventory());
        listed = scan.inventory();
        // a second scan may forget the damage, so that the files are read again
        listed.files()
                .filter(Inventory::isRememberedDamage)
                .forEach(file -> doubted.add(file.object().key()));
        return scan;
    }

    Try run(RestorePlan next) {
        plan = Optional.of(next);
        try {
            Files.deleteIfExists(output);
            restored = output;
            snapshot = Optional.empty();
            Optional<Try> copied = copied(next);
            if (copied.isPresent()) {
                return copied.get();
            }
            Optional<Finding> noRoom = DiskSpace.missing(next, folder());
            if (noRoom.isPresent()) {
                return new Try.Stopped(List.of(noRoom.get()), noRoom.get().message());
            }
            try (UnsyncedDatabase database = restore(next)) {
                evidence.sound(files.done());
                snapshot = Optional.of(next.chain().snapshot());
                database.startSync();
                Try tried = verify(next, database.bytes(), Source.REPLICA);
                // the time that the disk needs after the tests is part of the restore
                return times.<Try, IOException>measure(RestorePhase.RESTORING, () -> {
                    database.sync();
                    return tried;
                });
            }
        } catch (RestoreException e) {
            return new Try.Broken(e);
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.STOPPED) {
                return new Try.Stopped(List.of(), SoundRestore.STOPPED);
            }
            Finding finding = StorageFindings.of(e, next.replica().location());
            return new Try.Stopped(List.of(finding), finding.message());
        } catch (InterruptedIOException | ClosedByInterruptException e) {
            return new Try.Stopped(List.of(), SoundRestore.STOPPED);
        } catch (IOException e) {
            Finding finding = DiskSpace.writeFailed(folder(), e);
            return new Try.Stopped(List.of(finding), finding.message());
        }
    }

    /**
     * Takes the database from a verified copy. Empty if no copy fits, if the result is not a sound database, or if the
     * newer files are of another writer.
     */
    private Optional<Try> copied(RestorePlan plan) throws IOException {
        Optional<Copied> copy = timed(() -> copies.produce(new ProvedSource.Job(plan, listed, output, doubted), files));
        if (copy.isEmpty()) {
            return Optional.empty();
        }
        restored = copy.get().file();
        files.addHeaders(copy.get().before());
        evidence.sound(files.done());
        Try tried = verify(plan, copy.get().bytes(), Source.PROVED_COPY);
        if (!(tried instanceof Try.Tested tested) || isAccepted(tested.verification())) {
            return Optional.of(tried);
        }
        Files.deleteIfExists(output);
        restored = output;
        return Optional.empty();
    }

    private boolean isAccepted(Verification verification) throws IOException {
        Optional<String> fault = new CopiedDatabase(restored, verification, forks()).fault();
        return times.<Boolean, IOException>measure(RestorePhase.VERIFYING, () -> copies.accepts(fault));
    }

    /** Returns the folder of the output file. */
    Path folder() {
        return Optional.ofNullable(output.toAbsolutePath().getParent()).orElseThrow();
    }

    private UnsyncedDatabase restore(RestorePlan plan) throws IOException {
        return timed(() -> {
            progress.began(plan);
            return RestoreEngine.restoreUnsynced(plan, output, files);
        });
    }

    private <T> T timed(PhaseTimes.Part<T, IOException> production) throws IOException {
        files.clear();
        progress.phase(RestorePhase.RESTORING);
        return times.measure(RestorePhase.RESTORING, production);
    }

    /** Returns the breaks between files of the last attempt that cannot come from one writer. */
    List<LtxLineage.Break> forks() {
        return LtxLineage.breaks(files.headers());
    }

    private Try verify(RestorePlan plan, long bytes, Source source) {
        progress.phase(RestorePhase.VERIFYING);
        Expectations tests = source == Source.PROVED_COPY ? copies.tests(expectations) : expectations;
        Verification verification =
                test(() -> new Verifier().verify(restored, tests, plan.point().time()));
        return Thread.currentThread().isInterrupted()
                ? new Try.Stopped(List.of(), SoundRestore.STOPPED)
                : new Try.Tested(plan.point(), bytes, verification, source);
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

    /** Returns the file with the database that was restored last. */
    Path output() {
        return restored;
    }

    /** Returns the plan that was carried out last. */
    RestorePlan plan() {
        return plan.orElseThrow();
    }

    /** Returns a file with the restored database that its receiver may change. */
    Path expendable() throws IOException {
        return restored.equals(output) ? output : Files.copy(restored, output, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Records that the restored database was moved. */
    void moved(Path file) {
        restored = file;
    }

    /** Returns the headers of the LTX files of the last attempt. */
    List<LtxFile> headers() {
        return files.headers();
    }

    /** Runs further tests. Their time counts as verification. */
    <T> T test(Supplier<T> work) {
        return times.<T, RuntimeException>measure(RestorePhase.VERIFYING, work::get);
    }

    /** Returns the duration of each phase so far, over all attempts. */
    public Phases phases() {
        return times.phases();
    }
}
