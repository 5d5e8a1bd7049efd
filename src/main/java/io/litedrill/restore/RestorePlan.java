package io.litedrill.restore;

import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.timeline.Chain;
import io.litedrill.replica.timeline.TimeRequest;
import java.util.List;

/**
 * Holds the files that a restore will read, selected before the first byte is written. A pure value.
 *
 * @param chain the files in the order of replay, and the recovery point that they produce
 * @param request the requested time, if any
 */
public record RestorePlan(Replica replica, Chain chain, TimeRequest request) {
    /** Returns the recovery point that the plan produces. */
    public RecoveryPoint point() {
        return chain.end();
    }

    /** Returns the files to read, in the order of replay. */
    public List<ReplicaFile> files() {
        return chain.files().toList();
    }

    /** Returns the number of bytes to fetch, as stored. */
    public long bytes() {
        return chain.files().mapToLong(file -> file.object().size()).sum();
    }

    /**
     * Returns the maximum number of pages that LTX files of this many bytes can hold, plus one for SQLite's lock page.
     * A larger number in a header is wrong, and no space is reserved for it. LZ4 reduces data by a factor of at most
     * 255, and 6 bytes precede each page.
     */
    public long mostPages(int pageSize) {
        return mostPages(bytes(), pageSize);
    }

    static long mostPages(long bytes, int pageSize) {
        return 1 + bytes / (6 + pageSize / 255);
    }

    /** Returns the number of requests to make: one per file, if no store needs several for a large file. */
    public int requests() {
        return 1 + chain.increments().size();
    }
}
