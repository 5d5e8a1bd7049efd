package io.litedrill.check;

import io.litedrill.replica.Inventory;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WriterSettings;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which files of layout {@code ltx} retention deletes. The rules come from the sources of Litestream 0.5: it
 * keeps the newest file of each level; of the others it deletes snapshots that are old, files of levels 1 to 8 that end
 * before the snapshots that it keeps, and files of level 0 that level 1 holds.
 */
final class LtxExpiry implements Expiry {
    private static final Comparator<Long> UNSIGNED = Long::compareUnsigned;

    private final List<LtxFile> files;
    private final WriterSettings.Compaction compaction;
    private final Map<Integer, Long> ends = new HashMap<>();

    LtxExpiry(Inventory inventory, WriterSettings.Compaction compaction) {
        this.files = inventory.ltxFiles();
        this.compaction = compaction;
        files.forEach(file ->
                ends.merge(file.level(), file.maxTxid(), (a, b) -> Long.compareUnsigned(a, b) > 0 ? a : b));
    }

    @Override
    public List<ReplicaFile> files() {
        return List.copyOf(files);
    }

    @Override
    public List<ReplicaFile> snapshots() {
        return files.stream()
                .filter(file -> file.level() == LtxFile.SNAPSHOT_LEVEL)
                .map(ReplicaFile.class::cast)
                .toList();
    }

    @Override
    public List<ReplicaFile> expired(Instant since) {
        Optional<Long> floor = files.stream()
                .filter(file -> file.level() == LtxFile.SNAPSHOT_LEVEL)
                .filter(file -> !file.time().isBefore(since))
                .map(LtxFile::maxTxid)
                .min(UNSIGNED);
        return files.stream()
                .filter(file -> ends.getOrDefault(file.level(), 0L) != file.maxTxid())
                .filter(file -> file.time().isBefore(since) && isExpired(file, floor, since))
                .map(ReplicaFile.class::cast)
                .toList();
    }

    private boolean isExpired(LtxFile file, Optional<Long> floor, Instant since) {
        return switch (file.level()) {
            case 0 ->
                Long.compareUnsigned(file.maxTxid(), ends.getOrDefault(1, 0L)) <= 0
                        && file.time().plus(compaction.rawRetention()).isBefore(since);
            case LtxFile.SNAPSHOT_LEVEL -> true;
            default ->
                floor.filter(end -> Long.compareUnsigned(file.maxTxid(), end) < 0)
                        .isPresent();
        };
    }
}
