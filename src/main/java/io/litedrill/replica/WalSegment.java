package io.litedrill.replica;

import io.litedrill.storage.StoredObject;
import java.util.OptionalLong;

/**
 * Represents a WAL segment: bytes of the WAL file of an index, starting at an offset.
 *
 * @param generation 16 hex digits
 * @param index the WAL index, 0 to 2^32 - 1
 * @param offset bytes into the uncompressed WAL file, 0 or more; may exceed 4 GiB
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

    /** Returns the offset just after the segment; empty until the segment was measured. */
    public OptionalLong end() {
        return reading() instanceof Reading.Measured measured
                ? OptionalLong.of(offset + measured.length())
                : OptionalLong.empty();
    }
}
