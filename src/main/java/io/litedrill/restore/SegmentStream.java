package io.litedrill.restore;

import io.litedrill.replica.WalSegment;
import io.litedrill.replica.format.BlockStream;
import io.litedrill.restore.RestoreException.Reason;
import java.io.IOException;
import java.util.List;
import java.util.ListIterator;

/**
 * Reads the WAL file of one index as the sequence of its segments. Each segment must begin where the previous one ends;
 * otherwise reads throw a {@link RestoreException} with the reason {@code HOLE}. A segment whose offset lies inside
 * another segment is skipped when a later segment continues after that other one.
 */
public final class SegmentStream extends BlockStream {
    private static final byte[] EMPTY = {};

    private final ReplicaReader reader;
    private final ReadAhead.Opening files;
    private final List<WalSegment> all;
    private final ListIterator<WalSegment> segments;
    private final RestoreListener listener;
    private WalSegment current;
    private BlockStream content;
    private long offset;
    private boolean ended;

    /**
     * Opens the first segment, which must be the first of its WAL.
     *
     * @param segments at least one segment, ordered by offset
     */
    public SegmentStream(ReplicaReader reader, List<WalSegment> segments, RestoreListener listener) throws IOException {
        this(reader, segments, 0, listener);
    }

    /** Opens the first segment of a WAL in another way than one after the other. */
    SegmentStream(ReplicaReader reader, ReadAhead.Opening files, List<WalSegment> segments, RestoreListener listener)
            throws IOException {
        this(reader, files, segments, 0, listener);
    }

    /** Opens the first segment, which must begin at this offset of its WAL. */
    public SegmentStream(ReplicaReader reader, List<WalSegment> segments, long offset, RestoreListener listener)
            throws IOException {
        this(reader, reader::openFrame, segments, offset, listener);
    }

    private SegmentStream(
            ReplicaReader reader,
            ReadAhead.Opening files,
            List<WalSegment> segments,
            long offset,
            RestoreListener listener)
            throws IOException {
        this.offset = offset;
        this.reader = reader;
        this.files = files;
        this.all = List.copyOf(segments);
        this.segments = all.listIterator();
        this.listener = listener;
        this.current = this.segments.next();
        this.content = open(current);
    }

    /** Returns the segment that was read last. */
    public WalSegment current() {
        return current;
    }

    /** Returns the offset of the next byte in the WAL. */
    public long offset() {
        return offset;
    }

    private BlockStream open(WalSegment segment) throws IOException {
        if (segment.offset() != offset) {
            String why = segment.offset() > offset
                    ? " (a segment between them is missing)"
                    : " (two segments claim one place, and nothing goes on where the first one ends)";
            throw reader.fail(
                    Reason.HOLE,
                    segment,
                    "begins at offset " + segment.offset() + " of its WAL, the one before it ends at " + offset + why);
        }
        return files.open(segment);
    }

    /**
     * Returns the next segment. Skips segments with wrong names: their offset lies inside data that was already read,
     * and a later segment continues at its end. The checksums of the frames verify this.
     */
    private WalSegment next() {
        int from = segments.nextIndex();
        while (segments.hasNext()) {
            WalSegment next = segments.next();
            if (next.offset() == offset) {
                return next;
            }
            if (next.offset() > offset) {
                break;
            }
        }
        while (segments.nextIndex() > from + 1) {
            segments.previous();
        }
        return all.get(from);
    }

    @Override
    protected boolean load() throws IOException {
        while (!ended && !content.nextBlock()) {
            content.close();
            listener.done(current);
            if (segments.hasNext()) {
                current = next();
                content = open(current);
            } else {
                ended = true;
            }
        }
        offset += length();
        return !ended;
    }

    @Override
    public byte[] block() {
        return ended ? EMPTY : content.block();
    }

    @Override
    public int length() {
        return ended ? 0 : content.length();
    }

    @Override
    public byte[] exchange(byte[] spare) {
        return content.exchange(spare);
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
