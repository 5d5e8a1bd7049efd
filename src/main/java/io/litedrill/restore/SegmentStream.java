package io.litedrill.restore;

import io.litedrill.replica.WalSegment;
import io.litedrill.restore.RestoreException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.ListIterator;

/**
 * The WAL file of one index, put together from its segments. Each must begin where the one before it ends; reads throw a {@link
 * RestoreException} with the reason {@code HOLE} where one does not. One that claims a place inside another is passed over where it goes on
 * behind that other one.
 */
public final class SegmentStream extends InputStream {
    private final ReplicaReader reader;
    private final List<WalSegment> all;
    private final ListIterator<WalSegment> segments;
    private final RestoreListener listener;
    private WalSegment current;
    private InputStream content;
    private long offset;
    private boolean ended;

    /**
     * Opens the first segment, which must be the first of its WAL.
     *
     * @param segments at least one, by offset
     */
    public SegmentStream(ReplicaReader reader, List<WalSegment> segments, RestoreListener listener) throws IOException {
        this(reader, segments, 0, listener);
    }

    /** Opens the first segment, which must begin at this offset of its WAL. */
    public SegmentStream(ReplicaReader reader, List<WalSegment> segments, long offset, RestoreListener listener)
            throws IOException {
        this.offset = offset;
        this.reader = reader;
        this.all = List.copyOf(segments);
        this.segments = all.listIterator();
        this.listener = listener;
        this.current = this.segments.next();
        this.content = open(current);
    }

    /** The segment that was read from last. */
    public WalSegment current() {
        return current;
    }

    /** Offset in the WAL of the next byte. */
    public long offset() {
        return offset;
    }

    private InputStream open(WalSegment segment) throws IOException {
        if (segment.offset() != offset) {
            String why = segment.offset() > offset
                    ? " (a segment between them is missing)"
                    : " (two segments claim one place, and nothing goes on where the first one ends)";
            throw reader.fail(
                    Reason.HOLE,
                    segment,
                    "begins at offset " + segment.offset() + " of its WAL, the one before it ends at " + offset + why);
        }
        return reader.openFrame(segment);
    }

    /**
     * The next one, without those whose names lie: they claim a place inside what was read, and behind them it goes on where that
     * ends. The checksums of the frames tell whether that is true.
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
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (ended) {
            return -1;
        }
        int read = content.read(bytes, from, length);
        while (read < 0) {
            content.close();
            listener.done(current);
            if (!segments.hasNext()) {
                ended = true;
                return -1;
            }
            current = next();
            content = open(current);
            read = content.read(bytes, from, length);
        }
        offset += read;
        return read;
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
