package io.litedrill.replica;

import io.litedrill.storage.StoredObject;
import java.util.OptionalLong;

/**
 * A WAL segment: the bytes of the WAL file of an index from an offset on.
 *
 * @param generation 16 hex digits
 * @param index the WAL index, 0 to 2^32 - 1
 * @param offset bytes into the uncompressed WAL file, 0 or more; may pass 4 GiB
 */
public record WalSegment(String generation, long index, long offset, StoredObject object, Reading reading)
        implements ReplicaFile {
    @Override
    public WalSegment with(Reading reading) {
        return new WalSegment(generation, index, offset, object, reading);
    }

    @Override
    public String kind() {
        return "wal segment";
    }

    /** The offset just after it; empty until it was measured. */
    public OptionalLong end() {
        return reading() instanceof Reading.Measured measured
                ? OptionalLong.of(offset + measured.length())
                : OptionalLong.empty();
    }
}
