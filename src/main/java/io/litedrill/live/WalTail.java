package io.litedrill.live;

import io.litedrill.live.LiveState.Salts;
import io.litedrill.live.LiveState.Wal;
import io.litedrill.live.LiveState.WalState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
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
    private static final int BUFFER = 1 << 20;

    private final FileChannel channel;
    private ByteOrder wordOrder = ByteOrder.BIG_ENDIAN;
    private int sum1;
    private int sum2;

    WalTail(FileChannel channel) {
        this.channel = channel;
    }

    /** What the file holds; empty when SQLite began it anew meanwhile, so that what was read belongs to no one state. */
    Optional<Wal> read() throws IOException {
        ByteBuffer header = header();
        Wal wal = read(header);
        return header.equals(header()) ? Optional.of(wal) : Optional.empty();
    }

    private ByteBuffer header() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        fill(header, 0);
        return header.flip();
    }

    private Wal read(ByteBuffer header) throws IOException {
        if (!header.hasRemaining()) {
            return Wal.without(WalState.EMPTY);
        }
        if (header.remaining() < HEADER || !isValid(header)) {
            return Wal.without(WalState.INVALID);
        }
        OptionalLong end = end(header);
        return new Wal(
                end.isPresent() ? WalState.COMMITS : WalState.HEADER_ONLY,
                Optional.of(new Salts(
                        Integer.toUnsignedLong(header.getInt(16)), Integer.toUnsignedLong(header.getInt(20)))),
                end);
    }

    private boolean isValid(ByteBuffer header) {
        int pageSize = header.getInt(8);
        boolean known = (header.getInt(0) & ~1) == MAGIC && header.getInt(4) == VERSION;
        if (!known || pageSize < 512 || pageSize > 65536 || Integer.bitCount(pageSize) != 1) {
            return false;
        }
        wordOrder = (header.getInt(0) & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        sum1 = 0;
        sum2 = 0;
        add(header, 0, 24);
        return sum1 == header.getInt(24) && sum2 == header.getInt(28);
    }

    private OptionalLong end(ByteBuffer header) throws IOException {
        int frameBytes = FRAME_HEADER + header.getInt(8);
        ByteBuffer frames = ByteBuffer.allocate(Math.max(1, BUFFER / frameBytes) * frameBytes);
        OptionalLong end = OptionalLong.empty();
        long offset = HEADER;
        while (true) {
            fill(frames.clear(), offset);
            int whole = frames.flip().limit() / frameBytes;
            for (int i = 0; i < whole; i++) {
                int at = i * frameBytes;
                if (!isNext(header, frames, at, frameBytes)) {
                    return end;
                }
                offset += frameBytes;
                if (frames.getInt(at + 4) != 0) {
                    end = OptionalLong.of(offset);
                }
            }
            if (whole == 0) {
                return end;
            }
        }
    }

    private boolean isNext(ByteBuffer header, ByteBuffer frames, int at, int frameBytes) {
        if (frames.getInt(at) == 0
                || frames.getInt(at + 8) != header.getInt(16)
                || frames.getInt(at + 12) != header.getInt(20)) {
            return false;
        }
        add(frames, at, 8);
        add(frames, at + FRAME_HEADER, frameBytes - FRAME_HEADER);
        return sum1 == frames.getInt(at + 16) && sum2 == frames.getInt(at + 20);
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

    private void fill(ByteBuffer buffer, long from) throws IOException {
        long at = from;
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, at);
            if (count < 0) {
                return;
            }
            at += count;
        }
    }
}
