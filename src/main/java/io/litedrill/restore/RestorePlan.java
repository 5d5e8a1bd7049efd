package io.litedrill.restore;

import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.timeline.Chain;
import io.litedrill.replica.timeline.TimeRequest;
import java.util.List;

/**
 * What a restore will read, decided before a byte is written. A pure value.
 *
 * @param chain the files in the order of replay, and the recovery point that they lead to
 * @param request the time that was requested, if one was
 */
public record RestorePlan(Replica replica, Chain chain, TimeRequest request) {
    /** The recovery point that comes out. */
    public RecoveryPoint point() {
        return chain.end();
    }

    /** The files that will be read, in the order of replay. */
    public List<ReplicaFile> files() {
        return chain.files().toList();
    }

    /** Bytes to fetch, as stored. */
    public long bytes() {
        return chain.files().mapToLong(file -> file.object().size()).sum();
    }

    /**
     * Pages that LTX files of so many bytes can hold at most, and one for the page that SQLite locks: what a header claims beyond
     * is a lie, and nothing is reserved for it. LZ4 makes data smaller by 255 at most, and each page has 6 bytes before it.
     */
    public long mostPages(int pageSize) {
        return 1 + bytes() / (6 + pageSize / 255);
    }

    /** Requests to make: one a file. */
    public int requests() {
        return 1 + chain.increments().size();
    }
}
