package io.litedrill.drill;

import io.litedrill.replica.Reading;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.Salts;
import io.litedrill.replica.WalSegment;
import io.litedrill.replica.format.WalHeader;
import io.litedrill.replica.format.WalReader;
import io.litedrill.restore.ReplicaReader;
import io.litedrill.restore.RestoreException;
import io.litedrill.restore.RestoreException.Reason;
import io.litedrill.restore.RestoreListener;
import io.litedrill.restore.SegmentStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Verifies the segments of one WAL index: each file, and the frames across files. After a missing or damaged segment,
 * verification continues with the next segment, from the checksum in its first frame, so that all defects are found.
 */
final class IndexVerifier {
    private static final int BUFFER = 64 << 10;

    private final ReplicaReader reader;
    private final List<WalSegment> segments;
    private final RestoreListener progress;
    private final Map<ReplicaFile, Reading> readings = new LinkedHashMap<>();
    private Optional<WalHeader> header = Optional.empty();
    private boolean complete = true;

    /**
     * Creates a verifier.
     *
     * @param segments ordered by offset
     */
    IndexVerifier(ReplicaReader reader, List<WalSegment> segments, RestoreListener progress) {
        this.reader = reader;
        this.segments = segments;
        this.progress = progress;
    }

    /** Returns the result for each segment. Vanished segments have no result. */
    Map<ReplicaFile, Reading> readings() {
        return readings;
    }

    /** Returns the page size in bytes from the WAL header; empty when it cannot be read. */
    Optional<Integer> pageSize() {
        return header.map(WalHeader::pageSize);
    }

    /**
     * Verifies all segments.
     *
     * @return false when a segment vanished meanwhile
     */
    boolean verify() throws IOException {
        int next = 0;
        while (next < segments.size()) {
            next = verifyFrom(next);
        }
        return complete;
    }

    /** Reads while segments are contiguous and sound. Returns the index of the segment to continue with. */
    private int verifyFrom(int first) throws IOException {
        try {
            read(first);
            return segments.size();
        } catch (RestoreException e) {
            int at = segments.indexOf(e.file());
            if (e.reason() == Reason.HOLE) {
                return at;
            }
            if (e.reason() == Reason.VANISHED) {
                complete = false;
            } else {
                readings.put(e.file(), FileVerifier.reading(e));
                progress.done(e.file());
            }
            return at + 1;
        }
    }

    private void read(int first) throws IOException {
        List<WalSegment> rest = segments.subList(first, segments.size());
        Measure measure = new Measure(rest.get(0).offset());
        SegmentStream stream = new SegmentStream(reader, rest, rest.get(0).offset(), measure);
        measure.stream = Optional.of(stream);
        try (stream) {
            frames(stream, rest.get(0).offset());
        } catch (IOException e) {
            throw reader.explain(stream.current(), e);
        }
    }

    private void frames(SegmentStream stream, long offset) throws IOException {
        if (offset == 0) {
            WalReader frames = new WalReader(stream);
            header = Optional.of(frames.header());
            drain(frames);
        } else if (header.filter(each -> (offset - WalHeader.SIZE) % frameSize(each) == 0)
                .isPresent()) {
            drain(new WalReader(stream, header.get(), offset));
        } else {
            drain(stream);
        }
    }

    private static long frameSize(WalHeader header) {
        return WalReader.FRAME_HEADER_SIZE + (long) header.pageSize();
    }

    private static void drain(WalReader frames) throws IOException {
        while (frames.next()) {
            // each frame is verified on the way
        }
    }

    /** Reads the content to its end. Without the WAL header, only the file itself can be verified. */
    private static void drain(InputStream content) throws IOException {
        byte[] buffer = new byte[BUFFER];
        while (content.read(buffer) >= 0) {
            // the content checksum is verified at its end
        }
    }

    /** Records the length of each segment that was read to its end. */
    private final class Measure implements RestoreListener {
        private Optional<SegmentStream> stream = Optional.empty();
        private long start;

        Measure(long start) {
            this.start = start;
        }

        @Override
        public void done(ReplicaFile file) {
            long end = stream.map(SegmentStream::offset).orElse(start);
            boolean begins = ((WalSegment) file).offset() == 0;
            Optional<Salts> salts = header.filter(each -> begins).map(each -> new Salts(each.salt1(), each.salt2()));
            readings.put(
                    file,
                    end == start
                            ? new Reading.Damaged("holds no bytes of the WAL")
                            : new Reading.Measured(end - start, salts));
            start = end;
            progress.done(file);
        }
    }
}
