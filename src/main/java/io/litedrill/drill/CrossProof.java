package io.litedrill.drill;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.CommandVerb;
import io.litedrill.check.Facts;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Hint;
import io.litedrill.check.Severity;
import io.litedrill.check.StorageFindings;
import io.litedrill.drill.Proof.Outcome;
import io.litedrill.drill.ScrubResult.Proofs;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.InventoryReader;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.restore.RestoreException;
import io.litedrill.restore.RestoreException.Reason;
import io.litedrill.restore.RestoreListener;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StoredObject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares two ways to restore one position. Each pair is compared once: pairs that agreed in an earlier scrub are
 * skipped.
 */
final class CrossProof {
    private final CheckedReplica watched;
    private final ProofFolder bench;
    private final Set<String> before;
    private final Set<String> agreed = new HashSet<>();
    private final List<Finding> findings = new ArrayList<>();
    private int proved;
    private int known;
    private int disagreed;
    private int open;

    /**
     * Prepares the proofs of one replica.
     *
     * @param before digests of the proofs that agreed in earlier scrubs
     */
    CrossProof(CheckedReplica watched, ProofFolder bench, Set<String> before) {
        this.watched = watched;
        this.bench = bench;
        this.before = before;
    }

    /** Returns all proofs that the usable files of an inventory allow. */
    List<Proof> find(Inventory inventory) {
        return Stream.concat(
                        inventory.generations().stream().flatMap(each -> new WalProofs(each, bench).find().stream()),
                        new LtxProofs(inventory.ltxFiles(), watched, bench.now()).find().stream())
                .toList();
    }

    /** Returns the files that the proofs read which did not agree in an earlier scrub. */
    Set<ReplicaFile> reads(Inventory inventory) {
        return find(inventory).stream()
                .filter(proof -> !before.contains(proof.digest(watched.replica())))
                .flatMap(proof -> proof.reads().stream())
                .collect(Collectors.toSet());
    }

    /**
     * Runs proofs. A failure ends one proof; an interrupt or a stop ends all of them.
     *
     * @throws InterruptedIOException when the thread was interrupted
     */
    void prove(List<Proof> proofs, RestoreListener progress) throws InterruptedIOException {
        Map<String, Proof> open = new LinkedHashMap<>();
        for (Proof proof : proofs) {
            String digest = proof.digest(watched.replica());
            if (before.contains(digest)) {
                agreed.add(digest);
                known++;
            } else {
                open.put(digest, proof);
            }
        }
        int number = 0;
        for (Map.Entry<String, Proof> each : open.entrySet()) {
            number++;
            progress.compares(number, open.size());
            prove(each.getValue(), each.getKey());
        }
    }

    private void prove(Proof proof, String digest) throws InterruptedIOException {
        try {
            compare(proof, digest);
        } catch (ProofFolder.NoRoomException e) {
            open(e.finding());
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.STOPPED) {
                throw stoppedBy(e);
            }
            open(StorageFindings.of(e, watched.replica().location()));
        } catch (InterruptedIOException | ClosedByInterruptException e) {
            throw stoppedBy(e);
        } catch (IOException e) {
            open(DiskSpace.writeFailed(bench.folder(), e));
        }
    }

    private static InterruptedIOException stoppedBy(IOException cause) {
        InterruptedIOException interrupted = new InterruptedIOException(SoundRestore.STOPPED);
        interrupted.initCause(cause);
        return interrupted;
    }

    private void compare(Proof proof, String digest) throws IOException {
        try {
            Outcome outcome = proof.prove(bench);
            take(outcome instanceof Outcome.Disagrees && isOutdated(proof) ? new Outcome.Open() : outcome, digest);
        } catch (RestoreException e) {
            stopped(proof, e);
        }
    }

    /**
     * Returns true when a file of the proof was rewritten or deleted since it was listed. The comparison is then
     * invalid.
     */
    private boolean isOutdated(Proof proof) throws StorageException {
        Set<StoredObject> there = InventoryReader.list(watched.replica())
                .files()
                .map(ReplicaFile::object)
                .collect(Collectors.toSet());
        return !proof.files().stream().map(ReplicaFile::object).allMatch(there::contains);
    }

    private void take(Outcome outcome, String digest) {
        if (outcome instanceof Outcome.Agrees) {
            agreed.add(digest);
            proved++;
        } else if (outcome instanceof Outcome.Disagrees disagrees) {
            disagreed++;
            add(new Finding(
                    FindingCode.CHAIN_DISAGREES,
                    Severity.CRITICAL,
                    Facts.text(disagrees.message()),
                    watched.replica().locate(disagrees.where()),
                    Hint.text("what the newest snapshot leads to may be sound: see ")
                            .then(watched.command(CommandVerb.DRILL))
                            .then("; compare it with the live database before you rely on it")));
        } else {
            open++;
        }
    }

    /**
     * Handles a proof that a file stopped. Each file was verified before, so a file that fails now was rewritten or
     * deleted meanwhile. No finding is reported for it; the next scrub reads other files. Errors that only replay can
     * detect are reported: a WAL of another database, or a page that no file holds.
     */
    private void stopped(Proof proof, RestoreException failure) throws StorageException {
        open++;
        if (failure.reason() != Reason.VANISHED && !isOutdated(proof)) {
            add(new RestoreFindings(watched).of(failure));
        }
    }

    private void open(Finding finding) {
        open++;
        add(finding);
    }

    private void add(Finding finding) {
        if (!findings.contains(finding)) {
            findings.add(finding);
        }
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** Returns the digests of the proofs that agreed, in this scrub or earlier. */
    Set<String> agreed() {
        return Set.copyOf(agreed);
    }

    Proofs counts() {
        return new Proofs(proved, known, disagreed, open);
    }
}
