package io.litedrill.drill;

import io.litedrill.kept.KeptState;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WalPosition;
import io.litedrill.replica.WalSegment;
import io.litedrill.restore.RestorePlan;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Selects the newest files that led to a state. The next drill requires them to be listed unchanged, as far as they are
 * still there.
 */
record KeptTail(List<ReplicaFile> files) {
    static final KeptTail NONE = new KeptTail(List.of());

    KeptTail {
        files = files.subList(Math.max(0, files.size() - KeptState.MOST_TAIL), files.size());
    }

    /**
     * Selects files of a plan that was carried out.
     *
     * @param headers the LTX files with the headers that were read
     */
    static KeptTail of(RestorePlan plan, List<LtxFile> headers) {
        Map<String, ReplicaFile> read = headers.stream()
                .collect(Collectors.toMap(file -> file.object().key(), Function.identity(), (one, other) -> one));
        List<ReplicaFile> files = plan.files().stream()
                .<ReplicaFile>map(file -> read.getOrDefault(file.object().key(), file))
                .toList();
        return plan.point().position() instanceof WalPosition end ? ofIndex(end, plan) : new KeptTail(files);
    }

    /** The segments of the last index, which the next drill reads again; the snapshot, if there are none. */
    private static KeptTail ofIndex(WalPosition end, RestorePlan plan) {
        List<ReplicaFile> segments = ofIndex(end.index(), plan.chain().increments());
        return new KeptTail(segments.isEmpty() ? List.of(plan.chain().snapshot()) : segments);
    }

    private static List<ReplicaFile> ofIndex(long index, List<ReplicaFile> files) {
        return files.stream()
                .filter(file -> file instanceof WalSegment segment && segment.index() == index)
                .toList();
    }

    /**
     * Selects files of an increment.
     *
     * @param newer the files that were applied, in the order of replay
     * @param before the files that led to the base
     */
    static KeptTail of(List<ReplicaFile> newer, List<ReplicaFile> before) {
        if (newer.isEmpty()) {
            return new KeptTail(before);
        }
        return newer.get(newer.size() - 1) instanceof WalSegment last
                ? new KeptTail(ofIndex(last.index(), newer))
                : new KeptTail(Stream.concat(before.stream(), newer.stream()).toList());
    }
}
