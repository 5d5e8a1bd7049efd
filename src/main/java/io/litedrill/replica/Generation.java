package io.litedrill.replica;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Holds one generation of the {@code wal} layout: an unbroken history of one database, as Litestream recorded it.
 *
 * @param id 16 hex digits
 * @param snapshots by index
 * @param segments by index, then by offset
 */
public record Generation(String id, List<WalSnapshot> snapshots, List<WalSegment> segments) {
    /** Copies the lists. */
    public Generation {
        snapshots = List.copyOf(snapshots);
        segments = List.copyOf(segments);
    }

    /** Returns the time of the newest file. */
    public Instant newest() {
        return files().map(ReplicaFile::time).max(Instant::compareTo).orElse(Instant.MIN);
    }

    /** Returns all files. */
    public Stream<ReplicaFile> files() {
        return Stream.concat(snapshots.stream(), segments.stream());
    }
}
