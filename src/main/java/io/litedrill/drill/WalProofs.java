package io.litedrill.drill;

import io.litedrill.replica.Generation;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WalSegment;
import io.litedrill.replica.WalSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the proofs that the files of a generation allow: one for each snapshot that a replay from a snapshot of an
 * earlier index reaches.
 */
final class WalProofs {
    private final Generation generation;
    private final ProofFolder bench;
    private final Map<Long, List<WalSegment>> indexes;

    WalProofs(Generation generation, ProofFolder bench) {
        this.generation = generation;
        this.bench = bench;
        this.indexes = generation.segments().stream().collect(Collectors.groupingBy(WalSegment::index));
    }

    List<Proof> find() {
        List<WalSnapshot> snapshots =
                generation.snapshots().stream().filter(ReplicaFile::isUsable).toList();
        List<Proof> proofs = new ArrayList<>();
        for (int i = 1; i < snapshots.size(); i++) {
            of(snapshots.get(i - 1), snapshots.get(i)).ifPresent(proofs::add);
        }
        return proofs;
    }

    private Optional<Proof> of(WalSnapshot older, WalSnapshot newer) {
        List<WalSegment> between = new ArrayList<>();
        for (long index = older.index(); index < newer.index(); index++) {
            List<WalSegment> segments = segments(index);
            List<WalSegment> meeting = meeting(segments);
            if (segments.isEmpty() || meeting.size() < segments.size()) {
                return Optional.empty();
            }
            between.addAll(meeting);
        }
        List<WalSegment> explaining = meeting(segments(newer.index()));
        return Optional.of(new WalProof(older, between, newer, explaining, isFinished(newer, explaining)));
    }

    private List<WalSegment> segments(long index) {
        return indexes.getOrDefault(index, List.of());
    }

    /** Returns the segments that are contiguous and usable from the beginning of their WAL. */
    private static List<WalSegment> meeting(List<WalSegment> segments) {
        long end = 0;
        List<WalSegment> meeting = new ArrayList<>();
        for (WalSegment segment : segments) {
            if (!segment.isUsable() || segment.offset() != end || segment.end().isEmpty()) {
                break;
            }
            meeting.add(segment);
            end = segment.end().getAsLong();
        }
        return meeting;
    }

    /**
     * Returns true when no WAL is missing that the snapshot may already contain. WAL may be missing because it is not
     * uploaded yet or because it is lost; a loss is reported elsewhere.
     */
    private boolean isFinished(WalSnapshot newer, List<WalSegment> explaining) {
        if (explaining.size() < segments(newer.index()).size()) {
            return false;
        }
        boolean followed = indexes.keySet().stream().anyMatch(index -> index > newer.index());
        return followed || bench.isSettled(newer.time());
    }
}
