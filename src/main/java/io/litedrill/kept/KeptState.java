package io.litedrill.kept;

import io.litedrill.replica.Inventory;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Reading;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.restore.Base;
import io.litedrill.storage.StoredObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Describes a kept copy: the state that it has, and what it was made of.
 *
 * @param origin the location of the replica
 * @param settings fingerprint of the tests that the copy passed
 * @param point the state of the database
 * @param shape the size of the database
 * @param sums SHA-256 of the checksums of the pages, in hex
 * @param proofs when the copy was proved
 * @param tail the newest files that led to the state, in the order of replay
 */
public record KeptState(
        String origin,
        String settings,
        RecoveryPoint point,
        Shape shape,
        String sums,
        Proofs proofs,
        List<ReplicaFile> tail) {
    /** The maximum number of files in the tail. */
    public static final int MOST_TAIL = 64;

    /** Copies the list. */
    public KeptState {
        tail = List.copyOf(tail);
    }

    /**
     * Describes the size of a database.
     *
     * @param pageSize bytes of a page
     * @param pages number of pages
     */
    public record Shape(int pageSize, long pages) {
        /** Returns the size in bytes. */
        public long bytes() {
            return pages * pageSize;
        }
    }

    /**
     * Holds the times of the drills behind a copy.
     *
     * @param runId of the last drill
     * @param at when it began
     * @param fullAt when the last full drill began
     * @param passed whether the last drill passed all tests
     * @param disputed whether the last full drill gave another database
     * @param fullFailed whether a full drill since then could not restore the newest state
     */
    public record Proofs(
            String runId, Instant at, Instant fullAt, boolean passed, boolean disputed, boolean fullFailed) {}

    /** Returns the state of the same copy after a full drill gave another database. */
    public KeptState asDisputed() {
        return with(new Proofs(proofs.runId(), proofs.at(), proofs.fullAt(), false, true, proofs.fullFailed()));
    }

    /** Returns the state of the same copy after a full drill could not restore the newest state. */
    public KeptState asFullFailed() {
        return with(new Proofs(proofs.runId(), proofs.at(), proofs.fullAt(), proofs.passed(), proofs.disputed(), true));
    }

    private KeptState with(Proofs other) {
        return new KeptState(origin, settings, point, shape, sums, other, tail);
    }

    /** Returns the copy as a base for newer files. */
    public Base base() {
        return new Base(point.position(), shape.pageSize(), shape.pages());
    }

    /** Returns the LTX files of the tail, with their headers. */
    public List<LtxFile> ltxTail() {
        return tail.stream()
                .filter(LtxFile.class::isInstance)
                .map(LtxFile.class::cast)
                .toList();
    }

    /**
     * Requires that the listed files continue the history of this copy.
     *
     * @throws UnfitException if a file of the tail has changed, or if too few are still listed
     */
    public void requireSameHistory(Inventory listed) throws UnfitException {
        Map<String, StoredObject> objects = listed.files()
                .filter(file -> !(file.reading() instanceof Reading.Vanished))
                .map(ReplicaFile::object)
                .collect(Collectors.toMap(StoredObject::key, Function.identity(), (one, other) -> one));
        for (ReplicaFile file : tail) {
            StoredObject now = objects.get(file.object().key());
            if (now != null && !now.equals(file.object())) {
                throw new UnfitException(file.object().key() + " has changed since the last drill");
            }
        }
        Predicate<ReplicaFile> isListed =
                file -> objects.containsKey(file.object().key());
        boolean same = point.position() instanceof LtxPosition
                ? isContinued(ltxTail(), isListed)
                : tail.stream().allMatch(isListed);
        if (!same) {
            throw new UnfitException(
                    "the replica no longer has the files that led to the state of the last drill, " + point.position());
        }
    }

    /**
     * Returns whether LTX files that are missing were deleted by Litestream's rules: compacted files from the oldest
     * on, files of level 0 at any time. A compacted file that is missing after one that is still there shows that the
     * replica went back to an earlier state, after which the same TXIDs have other content.
     */
    private static boolean isContinued(List<LtxFile> files, Predicate<ReplicaFile> isListed) {
        Optional<LtxFile> first = files.stream().filter(isListed).min(Comparator.comparing(LtxFile::end));
        return first.isPresent()
                && files.stream()
                        .filter(file -> file.level() > 0
                                && file.end().compareTo(first.get().end()) > 0)
                        .allMatch(isListed);
    }
}
