package io.litedrill.drill;

import io.litedrill.check.Finding;
import io.litedrill.replica.Generation;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.InventoryReader;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.Reading;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WalSegment;
import io.litedrill.replica.WalSnapshot;
import io.litedrill.replica.scan.ReplicaScanner;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.restore.RestoreListener;
import io.litedrill.restore.RestorePlan;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StoredObject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads and verifies all files of a plan at once. Used after several attempts that each failed on one damaged file:
 * there may be thousands, and one attempt per file would take too long.
 */
final class PlanVerifier {
    private static final int MOST_NAMED = 1000;

    private final ReplicaScanner scanner;
    private final FileVerifier verifier;
    private final RestoreFindings meaning;
    private final FileEvidence evidence;

    PlanVerifier(Scan scan, ReplicaScanner scanner, RestoreFindings meaning, FileEvidence evidence) {
        this.scanner = scanner;
        this.verifier = new FileVerifier(scan.replica(), RestoreListener.NONE);
        this.meaning = meaning;
        this.evidence = evidence;
    }

    /**
     * Verifies the files of a plan, and those of the plans that replace it when files are unusable.
     *
     * @param next creates a plan from a scan
     * @param findings receives the findings; many damaged files of one plan are summarized
     * @return the scan without the unusable files
     * @throws InterruptedIOException when the thread was interrupted
     * @throws StorageException when the store fails
     */
    Scan verifyAll(Scan start, RestorePlan first, Function<Scan, Optional<RestorePlan>> next, List<Finding> findings)
            throws StorageException, InterruptedIOException {
        Scan scan = start;
        Optional<RestorePlan> plan = Optional.of(first);
        while (plan.filter(this::isNews).isPresent()) {
            scan = verify(scan, plan.get(), findings);
            plan = next.apply(scan);
        }
        return scan;
    }

    /** Returns true when a plan has a file that was not verified yet. */
    private boolean isNews(RestorePlan plan) {
        return plan.chain().files().anyMatch(file -> verifier.reading(file).isEmpty());
    }

    /** Verifies the files of a plan. Damaged files are read twice. */
    private Scan verify(Scan scan, RestorePlan plan, List<Finding> findings)
            throws StorageException, InterruptedIOException {
        try {
            Inventory files = inventory(plan.files());
            verifier.verify(files);
            verifier.doubtDamage();
            verifier.verify(files);
        } catch (StorageException | InterruptedIOException e) {
            throw e;
        } catch (ClosedByInterruptException e) {
            throw new InterruptedIOException("interrupted");
        } catch (IOException e) {
            String message = scan.replica().location() + ": reading broke off: " + e.getMessage();
            throw new StorageException(StorageException.Kind.UNREACHABLE, message, e);
        }
        List<ReplicaFile> unusable = new ArrayList<>();
        // a defect does not count when the file was rewritten since it was listed
        Set<StoredObject> listed = InventoryReader.list(scan.replica(), verifier.files())
                .files()
                .map(ReplicaFile::object)
                .collect(Collectors.toSet());
        Inventory marked = scan.inventory().map(file -> listed.contains(file.object()) ? marked(file, unusable) : file);
        note(unusable, findings);
        return scanner.of(scan, marked);
    }

    private ReplicaFile marked(ReplicaFile file, List<ReplicaFile> unusable) {
        Reading reading = verifier.reading(file).orElse(Reading.UNREAD);
        boolean cannotBeUsed = reading instanceof Reading.Damaged || reading instanceof Reading.Unsupported;
        if (!file.isUsable() || !cannotBeUsed) {
            return file;
        }
        ReplicaFile marked = file.with(reading);
        unusable.add(marked);
        return marked;
    }

    private void note(List<ReplicaFile> unusable, List<Finding> findings) {
        unusable.forEach(evidence::damaged);
        unusable.stream().limit(MOST_NAMED).map(meaning::of).forEach(findings::add);
        if (unusable.size() > MOST_NAMED) {
            findings.add(meaning.more(unusable.size() - MOST_NAMED, unusable.get(unusable.size() - 1)));
        }
    }

    private static Inventory inventory(List<ReplicaFile> files) {
        List<LtxFile> ltx = new ArrayList<>();
        Map<String, List<WalSnapshot>> snapshots = new TreeMap<>();
        Map<String, List<WalSegment>> segments = new TreeMap<>();
        for (ReplicaFile file : files) {
            if (file instanceof LtxFile one) {
                ltx.add(one);
            } else if (file instanceof WalSnapshot snapshot) {
                snapshots
                        .computeIfAbsent(snapshot.generation(), id -> new ArrayList<>())
                        .add(snapshot);
            } else if (file instanceof WalSegment segment) {
                segments.computeIfAbsent(segment.generation(), id -> new ArrayList<>())
                        .add(segment);
            }
        }
        // a chain belongs to one generation and begins with its snapshot
        List<Generation> generations = snapshots.entrySet().stream()
                .map(entry -> new Generation(
                        entry.getKey(), entry.getValue(), segments.getOrDefault(entry.getKey(), List.of())))
                .toList();
        return new Inventory(generations, ltx, 0);
    }
}
