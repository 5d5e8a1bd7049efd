package io.litedrill.live;

import io.litedrill.files.RegularFiles;
import io.litedrill.live.LiveState.Salts;
import io.litedrill.live.LiveState.Wal;
import io.litedrill.replica.format.ByteCursor;
import io.litedrill.replica.format.FormatException;
import io.litedrill.replica.format.WalHeader;
import io.litedrill.replica.format.WalReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * The frames of the previous WAL that are still behind those of the current WAL: SQLite restarts the WAL at the
 * beginning of the file and does not truncate it. They show where the previous WAL ended.
 *
 * @param salts salts of the previous WAL
 * @param end offset after its last commit frame, in bytes
 * @param frameSize bytes of a frame, including its page
 * @param frames its remaining frames, in order
 */
public record WalLeftovers(Salts salts, long end, int frameSize, List<Frame> frames) {
    private static final int MOST_FRAMES = 1 << 18;
    private static final int BUFFER = 64 << 10;
    private static final long SALT = 1L << 32;

    /** Copies the list. */
    public WalLeftovers {
        frames = List.copyOf(frames);
    }

    /**
     * A frame.
     *
     * @param end offset after it, in bytes
     */
    public record Frame(long pgno, long end) {}

    /** Returns the pages that were written after an offset; empty when some of their frames are overwritten. */
    public Optional<LongStream> pagesAfter(long offset) {
        long start = frames.isEmpty() ? end : frames.get(0).end() - frameSize;
        return start <= Math.max(offset, WalHeader.SIZE)
                ? Optional.of(frames.stream()
                        .filter(each -> each.end() > offset && each.end() <= end)
                        .mapToLong(Frame::pgno))
                : Optional.empty();
    }

    /**
     * Reads the remaining frames of the WAL before the current one.
     *
     * @param wal the current WAL; the frames after its last commit are read
     * @return empty when no frame remains, or the file was changed during the reading
     */
    public static Optional<WalLeftovers> read(Path database, Wal wal) {
        try {
            Path file = Path.of(database.toRealPath() + "-wal");
            return wal.salts().isPresent() && wal.end().isPresent()
                    ? read(file, wal.salts().get(), wal.end().getAsLong())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<WalLeftovers> read(Path file, Salts current, long end) throws IOException {
        byte[] before = header(file);
        WalHeader header = WalHeader.parse(before);
        Salts salts = new Salts(header.salt1(), header.salt2());
        if (!salts.equals(current)) {
            return Optional.empty();
        }
        Optional<WalLeftovers> found = behind(file, header, end);
        return Arrays.equals(before, header(file)) ? found : Optional.empty();
    }

    private static byte[] header(Path file) throws IOException {
        try (InputStream in = RegularFiles.stream(file)) {
            return in.readNBytes(WalHeader.SIZE);
        }
    }

    private static Optional<WalLeftovers> behind(Path file, WalHeader current, long end) throws IOException {
        int frameSize = WalReader.FRAME_HEADER_SIZE + current.pageSize();
        long offset = end;
        try (InputStream in = new BufferedInputStream(RegularFiles.stream(file), BUFFER)) {
            in.skipNBytes(end);
            in.mark(WalReader.FRAME_HEADER_SIZE);
            Optional<Salts> salts = salts(in);
            // frames without a commit, or written after the current state was read
            while (salts.filter(found -> found.salt1() == current.salt1()).isPresent()) {
                in.reset();
                in.skipNBytes(frameSize);
                offset += frameSize;
                in.mark(WalReader.FRAME_HEADER_SIZE);
                salts = salts(in);
            }
            in.reset();
            if (salts.isEmpty() || (salts.get().salt1() + 1) % SALT != current.salt1()) {
                return Optional.empty();
            }
            return frames(in, current, salts.get(), offset);
        }
    }

    private static Optional<Salts> salts(InputStream in) throws IOException {
        byte[] header = in.readNBytes(WalReader.FRAME_HEADER_SIZE);
        if (header.length < WalReader.FRAME_HEADER_SIZE) {
            return Optional.empty();
        }
        ByteCursor cursor = new ByteCursor(header);
        cursor.skip(8);
        return Optional.of(new Salts(cursor.u32(), cursor.u32()));
    }

    private static Optional<WalLeftovers> frames(InputStream in, WalHeader current, Salts salts, long offset)
            throws IOException {
        WalHeader header = new WalHeader(
                current.bigEndianChecksums(),
                current.pageSize(),
                current.checkpointSequence() - 1,
                salts.salt1(),
                salts.salt2());
        List<Frame> frames = new ArrayList<>();
        OptionalLong end = OptionalLong.empty();
        try (WalReader reader = new WalReader(in, header, offset)) {
            while (frames.size() < MOST_FRAMES && reader.next()) {
                frames.add(new Frame(reader.pgno(), reader.end()));
                end = reader.commitPages() != 0 ? OptionalLong.of(reader.end()) : end;
            }
        } catch (FormatException behindTheLastFrame) {
            // frames of an even older WAL
        }
        int frameSize = WalReader.FRAME_HEADER_SIZE + current.pageSize();
        return end.isPresent()
                ? Optional.of(new WalLeftovers(salts, end.getAsLong(), frameSize, frames))
                : Optional.empty();
    }
}
