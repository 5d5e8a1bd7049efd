package io.litedrill.replica;

import io.litedrill.storage.StoredObject;
import java.time.Instant;

/**
 * An LTX file: the pages that a range of transactions left behind.
 *
 * @param level 0 (just replicated), 1 to 8 (compactions), 9 (snapshots)
 * @param minTxid first transaction, 1 or more, unsigned
 * @param maxTxid last transaction, unsigned
 */
public record LtxFile(int level, long minTxid, long maxTxid, StoredObject object, Reading reading)
        implements ReplicaFile {
    public static final int SNAPSHOT_LEVEL = 9;

    /** Whether it holds a whole database: every LTX file from TXID 1 on does. */
    public boolean isSnapshot() {
        return minTxid == 1;
    }

    @Override
    public LtxFile with(Reading reading) {
        return new LtxFile(level, minTxid, maxTxid, object, reading);
    }

    @Override
    public String kind() {
        return isSnapshot() ? "snapshot" : "ltx level " + level;
    }

    /** The header's own timestamp where it was read: the listing's may be the time of an upload or of a copy. */
    @Override
    public Instant time() {
        return reading() instanceof Reading.Header header ? header.timestamp() : object.modified();
    }

    /** The position of a database after this file. */
    public LtxPosition end() {
        return new LtxPosition(maxTxid);
    }
}
