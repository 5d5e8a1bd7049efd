package io.litedrill.replica.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes one SQLite WAL, valid or with one rule broken and all checksums still correct. */
public final class WalBuilder {
    private record Frame(long pgno, long commit, ByteBuffer page) {}

    private final int pageSize;
    private final List<Frame> frames = new ArrayList<>();
    private long magic = 0x377f0682L;
    private long version = 3_007_000;
    private long statedPageSize;
    private long checkpointSequence;
    private int[] salts = {0x8000_0001, 0xfedc_ba98};
    private int strangeFrame = -1;

    /** Creates a WAL without frames, with little-endian checksums, as SQLite writes it on most machines. */
    public WalBuilder(int pageSize) {
        this.pageSize = pageSize;
        this.statedPageSize = pageSize;
    }

    /** Computes checksums over big-endian words. */
    public WalBuilder bigEndianChecksums() {
        magic = 0x377f0683L;
        return this;
    }

    /** Sets the header's salts. */
    public WalBuilder salts(long salt1, long salt2) {
        salts = new int[] {(int) salt1, (int) salt2};
        return this;
    }

    /** Sets the header's checkpoint sequence number. */
    public WalBuilder checkpointSequence(long number) {
        checkpointSequence = number;
        return this;
    }

    /**
     * Adds a frame.
     *
     * @param commit for the last frame of a commit, the size of the database after it in pages; otherwise 0
     */
    public WalBuilder frame(long pgno, long commit, byte[] page) {
        frames.add(new Frame(pgno, commit, ByteBuffer.wrap(page.clone())));
        return this;
    }

    /** Sets the magic number in the header. */
    public WalBuilder magic(long value) {
        magic = value;
        return this;
    }

    /** Sets the format version in the header. */
    public WalBuilder version(long value) {
        version = value;
        return this;
    }

    /** Sets the page size in the header, independent of the frames. */
    public WalBuilder statedPageSize(long bytes) {
        statedPageSize = bytes;
        return this;
    }

    /** Gives one frame another first salt, as in a frame of the previous WAL. */
    public WalBuilder strangeSalt(int frame) {
        strangeFrame = frame;
        return this;
    }

    /** Returns the bytes of the WAL. */
    public byte[] build() {
        ByteBuffer out = ByteBuffer.allocate(WalHeader.SIZE + frames.size() * (24 + pageSize));
        out.putInt((int) magic).putInt((int) version).putInt((int) statedPageSize);
        out.putInt((int) checkpointSequence).putInt(salts[0]).putInt(salts[1]);
        int[] sums = sum(new int[2], out.array(), 0, 24);
        out.putInt(sums[0]).putInt(sums[1]);
        for (int i = 0; i < frames.size(); i++) {
            Frame frame = frames.get(i);
            int start = out.position();
            out.putInt((int) frame.pgno()).putInt((int) frame.commit());
            out.putInt(i == strangeFrame ? salts[0] - 1 : salts[0]).putInt(salts[1]);
            sums = sum(sum(sums, out.array(), start, 8), frame.page().array(), 0, pageSize);
            out.putInt(sums[0]).putInt(sums[1]).put(frame.page().array());
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private int[] sum(int[] from, byte[] bytes, int offset, int length) {
        ByteBuffer words = ByteBuffer.wrap(bytes, offset, length)
                .order((magic & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int first = from[0];
        int second = from[1];
        while (words.hasRemaining()) {
            first += words.getInt() + second;
            second += words.getInt() + first;
        }
        return new int[] {first, second};
    }
}
