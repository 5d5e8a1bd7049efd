package io.litedrill.drill;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.FindingSentence;
import io.litedrill.check.Hint;
import io.litedrill.check.InternalErrors;
import io.litedrill.check.Meter;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaRules;
import io.litedrill.check.Severity;
import io.litedrill.check.StoppedException;
import io.litedrill.check.StorageFindings;
import io.litedrill.drill.ScrubResult.Proofs;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.InventoryReader;
import io.litedrill.replica.ProvedDamage;
import io.litedrill.replica.ProvingRun;
import io.litedrill.replica.ReadFiles;
import io.litedrill.replica.Reading;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.Settling;
import io.litedrill.replica.scan.Doubts;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.replica.timeline.Timeline;
import io.litedrill.restore.RestoreListener;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StoredObject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Scrubs replicas: reads and verifies every retained file to its end, checks that neighbouring files are contiguous,
 * and compares two ways to restore one position. The scratch folder is removed afterwards.
 */
public final class Scrubber {
    private static final Comparator<Finding> WORST_FIRST =
            Comparator.comparing(Finding::severity).reversed();

    private final Path scratch;
    private final ReplicaHistory history;
    private final InstantSource clock;

    /**
     * Creates a scrubber.
     *
     * @param scratch folder, created when missing; needs space for the largest database
     * @param history stores the comparisons that agreed, and the verdict on each file
     */
    public Scrubber(Path scratch, ReplicaHistory history, InstantSource clock) {
        this.scratch = scratch;
        this.history = history;
        this.clock = clock;
    }

    /**
     * Scrubs one replica. Problems are returned as findings, not thrown. A storage failure or an interrupt makes the
     * verdict unknown.
     */
    public ScrubResult scrub(ScrubOrder order, RestoreListener progress) {
        Instant start = clock.instant();
        Meter meter = new Meter();
        Work work = new Work(order.watched().withListener(meter), order.runId(), progress);
        try (work) {
            work.run();
        } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
            work.findings.add(unfinished(order.watched(), e));
        }
        double seconds = Math.max(0, Duration.between(start, clock.instant()).toNanos() / 1e9);
        return new ScrubResult(
                order.watched().id(),
                new ScrubResult.Run(order.runId(), start, seconds, meter.cost()),
                work.verifier.verified(),
                work.proofs,
                work.findings.stream().distinct().sorted(WORST_FIRST).toList());
    }

    /** Returns the finding for a scrub that did not finish. */
    private Finding unfinished(CheckedReplica watched, Throwable why) {
        String where = watched.replica().location();
        try {
            if (why instanceof StorageException failure) {
                return StorageFindings.of(failure, where);
            }
            if (why instanceof InterruptedIOException || why instanceof ClosedByInterruptException) {
                return stopped(watched);
            }
            return why instanceof IOException failure
                    ? DiskSpace.writeFailed(scratch, failure)
                    : InternalErrors.of(why, where);
        } catch (StoppedException stopped) {
            return stopped(watched);
        }
    }

    private static Finding stopped(CheckedReplica watched) {
        return new Finding(
                FindingCode.STORAGE_UNREACHABLE,
                Severity.UNKNOWN,
                FindingSentence.SCRUB_STOPPED.of(),
                watched.replica().location(),
                Hint.text("scrub again, with a longer time limit if it ran into one"));
    }

    /** Runs one scrub. */
    private final class Work implements AutoCloseable {
        private final CheckedReplica watched;
        private final ScrubCopies copies;
        private final String runId;
        private final RestoreListener progress;
        private final FileVerifier verifier;
        private final List<Finding> findings = new ArrayList<>();
        private Proofs proofs = Proofs.NONE;

        Work(CheckedReplica watched, String runId, RestoreListener progress) {
            this.watched = watched;
            this.runId = runId;
            this.progress = progress;
            this.copies = ScrubCopies.open(watched.replica(), scratch, runId);
            this.verifier = new FileVerifier(copies.replica(), progress);
        }

        void run() throws IOException {
            Instant listed = clock.instant();
            Scan scan = verified();
            history.keepProved(watched.id(), read(scan.inventory(), listed));
            findings.addAll(ReplicaRules.judge(watched, scan, scan.listing().begun()));
            prove(scan.inventory(), listed);
        }

        /**
         * Returns a scan with all files verified. Listings are not atomic, and Litestream deletes files during a
         * scrub. A hole, a vanished file or an unusable file is therefore reported only after another listing
         * confirms it. A snapshot that is rewritten under its key during a read looks damaged, and the next listing
         * differs. Damaged files are also read twice, because the fault may be in the transfer.
         */
        private Scan verified() throws IOException {
            Set<StoredObject> suspects = Set.of();
            Doubts doubts = Doubts.NONE;
            for (int i = 1; i <= Settling.MOST_LISTINGS; i++) {
                Instant begun = clock.instant();
                Inventory listed = InventoryReader.list(watched.replica(), verifier.files());
                copies.listed(listed);
                if (i == 1) {
                    copies.keep(compared(listed));
                }
                copies.forget(verifier.doubtDamage());
                boolean complete = verifier.verify(listed);
                Scan scan = scan(verifier.applyTo(listed), begun);
                Set<StoredObject> still = unusable(scan);
                Doubts seen = Doubts.of(scan);
                if (complete && suspects.containsAll(still) && doubts.include(seen)) {
                    return scan;
                }
                suspects = still;
                doubts = seen;
            }
            throw new StorageException(
                    StorageException.Kind.CHANGED,
                    watched.replica().location() + ": files came and went under each of " + Settling.MOST_LISTINGS
                            + " listings");
        }

        /** Returns the verdicts on files. Each damaged file was read twice and its listing was unchanged. */
        private ReadFiles read(Inventory inventory, Instant at) {
            ProvingRun run = new ProvingRun(ProvingRun.Kind.SCRUB, at);
            Map<String, ProvedDamage> damaged = new HashMap<>();
            Set<StoredObject> sound = new HashSet<>();
            inventory.files().forEach(file -> {
                if (file.reading() instanceof Reading.Damaged damage) {
                    damaged.put(file.object().key(), new ProvedDamage(file.object(), damage.reason(), run));
                } else if (file.isUsable() && verifier.reading(file).isPresent()) {
                    sound.add(file.object());
                }
            });
            List<StoredObject> there =
                    inventory.files().map(ReplicaFile::object).toList();
            return new ReadFiles(watched.replica().location(), there, damaged, sound, Set.of());
        }

        private Set<StoredObject> unusable(Scan scan) {
            return scan.inventory()
                    .files()
                    .filter(file -> !file.isUsable())
                    .map(ReplicaFile::object)
                    .collect(Collectors.toSet());
        }

        private Scan scan(Inventory inventory, Instant begun) {
            Timeline timeline = Timeline.of(watched.replica(), inventory, watched.settings(), begun);
            return new Scan(watched.replica(), inventory, timeline, begun, clock.instant());
        }

        /** Returns the files that this scrub will compare, as far as a listing shows. */
        private Set<ReplicaFile> compared(Inventory listed) {
            return cross(scratch, clock.instant()).reads(ScrubCopies.assumed(listed));
        }

        private CrossProof cross(Path folder, Instant listed) {
            ProofFolder bench = new ProofFolder(
                    copies.replica(), folder, watched.settings().settling().certain(), listed);
            return new CrossProof(watched, bench, history.agreedProofs(watched.id()));
        }

        private void prove(Inventory inventory, Instant listed) throws IOException {
            try (Scratch place = Scratch.open(scratch, runId)) {
                CrossProof cross = cross(place.folder(), listed);
                try {
                    cross.prove(cross.find(inventory), progress);
                } finally {
                    proofs = cross.counts();
                    findings.addAll(cross.findings());
                }
                history.keepAgreedProofs(watched.id(), cross.agreed());
            }
        }

        @Override
        public void close() throws IOException {
            copies.close();
        }
    }
}
