package io.litedrill.replica.scan;

import io.litedrill.replica.format.WalHeader;
import io.litedrill.replica.format.WalReader;
import java.util.OptionalLong;

/** Picks out of the bytes of a WAL, from its first one on, how many pages the database has after each commit. Verifies nothing. */
public final class CommitSizes {
    /** Bytes 4 to 7 of a frame's header. */
    private static final int FIELD = 4;

    private final int frame;
    private long position;
    private long current;
    private OptionalLong last = OptionalLong.empty();

    /**
     * Begins at the header of a WAL.
     *
     * @param pageSize bytes; 0 where it is not known, and nothing is picked out
     */
    public CommitSizes(int pageSize) {
        this.frame = pageSize == 0 ? 0 : WalReader.FRAME_HEADER_SIZE + pageSize;
    }

    /** Takes the next bytes. */
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

    /** Pages after the last commit so far. */
    public OptionalLong last() {
        return last;
    }
}
