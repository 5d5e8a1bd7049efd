package io.litedrill.replica.scan;

import io.litedrill.replica.format.WalHeader;
import io.litedrill.replica.format.WalReader;
import java.util.OptionalLong;

/**
 * Extracts from the bytes of a WAL, starting with its first byte, the database size in pages after each commit.
 * Verifies nothing.
 */
public final class CommitSizes {
    /** The offset of the commit field: bytes 4 to 7 of a frame header. */
    private static final int FIELD = 4;

    private final int frame;
    private long position;
    private long current;
    private OptionalLong last = OptionalLong.empty();

    /**
     * Creates an extractor that starts at the header of a WAL.
     *
     * @param pageSize bytes; 0 if it is unknown, and then no size is extracted
     */
    public CommitSizes(int pageSize) {
        this.frame = pageSize == 0 ? 0 : WalReader.FRAME_HEADER_SIZE + pageSize;
    }

    /** Processes the next bytes. */
    public void read(byte[] bytes, int length) {
        long begin = position;
        position += length;
        if (frame == 0) {
            return;
        }
        long first = Math.max(0, (begin - WalHeader.SIZE) / frame);
        for (long at = WalHeader.SIZE + first * frame + FIELD; at < position; at += frame) {
            for (int i = 0; i < Integer.BYTES; i++) {
                if (at + i >= begin && at + i < position) {
                    take(i, bytes[(int) (at + i - begin)] & 0xff);
                }
            }
        }
    }

    private void take(int index, int value) {
        current = index == 0 ? value : (current << 8) | value;
        if (index == Integer.BYTES - 1 && current != 0) {
            last = OptionalLong.of(current);
        }
    }

    /** Returns the database size in pages after the last commit so far; empty without a commit. */
    public OptionalLong last() {
        return last;
    }
}
