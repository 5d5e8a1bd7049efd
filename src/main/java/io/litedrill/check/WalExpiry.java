package io.litedrill.check;

import io.litedrill.replica.Generation;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WalSegment;
import io.litedrill.replica.WalSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Decides which files of layout {@code wal} retention deletes. The rules come from the sources of Litestream 0.3: in
 * each generation it deletes all files with a lower WAL index than the oldest snapshot that it keeps, and the whole
 * generation if it keeps no snapshot of it.
 */
final class WalExpiry implements Expiry {
    private final List<Generation> generations;

    WalExpiry(Inventory inventory) {
        this.generations = inventory.generations();
    }

    @Override
    public List<ReplicaFile> files() {
        return generations.stream().flatMap(Generation::files).toList();
    }

    @Override
    public List<ReplicaFile> snapshots() {
        return generations.stream()
                .flatMap(generation -> generation.snapshots().stream())
                .map(ReplicaFile.class::cast)
                .toList();
    }

    @Override
    public List<ReplicaFile> expired(Instant since) {
        return generations.stream()
                .flatMap(generation -> expired(generation, since))
                .toList();
    }

    private static Stream<ReplicaFile> expired(Generation generation, Instant since) {
        OptionalLong oldestKept = generation.snapshots().stream()
                .filter(snapshot -> !snapshot.time().isBefore(since))
                .mapToLong(WalSnapshot::index)
                .min();
        return generation
                .files()
                .filter(file -> file.time().isBefore(since))
                .filter(file -> oldestKept.isEmpty() || index(file) < oldestKept.getAsLong());
    }

    private static long index(ReplicaFile file) {
        return file instanceof WalSegment segment ? segment.index() : ((WalSnapshot) file).index();
    }
}
