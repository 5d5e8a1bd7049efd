package io.litedrill.live;

import io.litedrill.live.LiveState.Salts;
import io.litedrill.live.LiveState.Wal;
import io.litedrill.live.LiveState.WalState;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One reading of a {@code -wal} file from its header to its last commit frame, as SQLite's recovery finds it: frames of
 * an earlier round stay behind the new ones in the file, so the first frame whose salts or running checksum do not match
 * is the end. Format: <a href="https://www.sqlite.org/fileformat2.html#walformat">sqlite.org/fileformat2.html</a>,
 * section 4.
 */
final class WalTail {
    private static final int HEADER = 32;
    private static final int FRAME_HEADER = 24;
    /** The lowest bit tells the byte order of the words that are summed up. */
    private static final int MAGIC = 0x377f0682;

    private static final int VERSION = 3_007_000;
    private static final int BUFFER = 1 << 16;

    private final ByteBuffer header;
    private final ByteOrder wordOrder;
    private int sum1;
    private int sum2;

    private WalTail(byte[] header) {
        this.header = ByteBuffer.wrap(header);
        this.wordOrder = (header[3] & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /** Opens the file anew, at its first byte. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }

    /** What the file holds; empty when SQLite began it anew meanwhile, so that what was read belongs to no one state. */
    static Optional<Wal> read(Source file) throws IOException {
        byte[] header;
        Wal wal;
        try (InputStream in = new BufferedInputStream(file.open(), BUFFER)) {
            header = in.readNBytes(HEADER);
            wal = read(header, in);
        }
        try (InputStream again = file.open()) {
            return Arrays.equals(header, again.readNBytes(HEADER)) ? Optional.of(wal) : Optional.empty();
        }
    }

    private static Wal read(byte[] header, InputStream frames) throws IOException {
        if (header.length == 0) {
            return Wal.without(WalState.EMPTY);
        }
        if (header.length < HEADER) {
            return Wal.without(WalState.INVALID);
        }
        WalTail tail = new WalTail(header);
        return tail.hasValidHeader() ? tail.follow(frames) : Wal.without(WalState.INVALID);
    }

    private boolean hasValidHeader() {
        int pageSize = header.getInt(8);
        boolean known = (header.getInt(0) & ~1) == MAGIC && header.getInt(4) == VERSION;
        if (!known || pageSize < 512 || pageSize > 65536 || Integer.bitCount(pageSize) != 1) {
            return false;
        }
        add(header, 0, 24);
        return sum1 == header.getInt(24) && sum2 == header.getInt(28);
    }

    private Wal follow(InputStream in) throws IOException {
        byte[] frame = new byte[FRAME_HEADER + header.getInt(8)];
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        OptionalLong end = OptionalLong.empty();
        long offset = HEADER;
        while (in.readNBytes(frame, 0, frame.length) == frame.length && isNext(bytes)) {
            offset += frame.length;
            if (bytes.getInt(4) != 0) {
                end = OptionalLong.of(offset);
            }
        }
        Salts salts = new Salts(Integer.toUnsignedLong(header.getInt(16)), Integer.toUnsignedLong(header.getInt(20)));
        return new Wal(end.isPresent() ? WalState.COMMITS : WalState.HEADER_ONLY, Optional.of(salts), end);
    }

    private boolean isNext(ByteBuffer frame) {
        boolean ours = frame.getInt(8) == header.getInt(16) && frame.getInt(12) == header.getInt(20);
        if (frame.getInt(0) == 0 || !ours) {
            return false;
        }
        add(frame, 0, 8);
        add(frame, FRAME_HEADER, frame.capacity() - FRAME_HEADER);
        return sum1 == frame.getInt(16) && sum2 == frame.getInt(20);
    }

    private void add(ByteBuffer bytes, int from, int length) {
        ByteBuffer words = bytes.slice(from, length).order(wordOrder);
        int first = sum1;
        int second = sum2;
        for (int i = 0; i < length; i += 8) {
            first += words.getInt(i) + second;
            second += words.getInt(i + 4) + first;
        }
        sum1 = first;
        sum2 = second;
    }
}
