package io.litedrill.replica;

import io.litedrill.storage.StoredObject;
import java.time.Instant;

/**
 * Represents an LTX file: the resulting pages of a range of transactions.
 *
 * @param level 0 (just replicated), 1 to 8 (compactions), 9 (snapshots)
 * @param minTxid first transaction, 1 or more, unsigned
 * @param maxTxid last transaction, unsigned
 */
public record LtxFile(int level, long minTxid, long maxTxid, StoredObject object, Reading reading)
        implements ReplicaFile {
    public static final int SNAPSHOT_LEVEL = 9;
    /** The stored size in bytes from which a file of level 0 is large. */
    public static final long LARGE = 4L << 20;

    /** Returns whether the file holds a whole database. Every LTX file that starts at TXID 1 does. */
    public boolean isSnapshot() {
        return minTxid == 1;
    }

    /** Returns whether the file is at level 0 and so large that many such files cost much traffic. */
    public boolean isLargeRaw() {
        return level == 0 && bytes() >= LARGE;
    }

    @Override
    public LtxFile with(Reading reading) {
        return new LtxFile(level, minTxid, maxTxid, object, reading);
    }

    @Override
    public String kind() {
        return isSnapshot() ? "snapshot" : "ltx level " + level;
    }

    /** Returns the timestamp of the header if it was read. The listing may have the time of an upload or of a copy. */
    @Override
    public Instant time() {
        if (reading() instanceof Reading.Dated dated) {
            return dated.time();
        }
        return reading() instanceof Reading.Header header ? header.timestamp() : object.modified();
    }

    /** Returns the position of a database after this file is applied. */
    public LtxPosition end() {
        return new LtxPosition(maxTxid);
    }
}
