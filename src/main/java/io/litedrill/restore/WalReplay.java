package io.litedrill.restore;

import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WalSegment;
import io.litedrill.replica.format.LtxReader;
import io.litedrill.replica.format.SqliteHeader;
import io.litedrill.replica.format.WalReader;
import io.litedrill.restore.RestoreException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Carries out a plan of the {@code wal} layout: the snapshot, then the committed frames of every WAL index in order. */
final class WalReplay {
    private static final int BUFFER = 256 << 10;

    private final RestorePlan plan;
    private final ReplicaReader reader;
    private final RestoreListener listener;
    private final Path spill;
    /** Of the database as it stands after the last commit. */
    private long pages;

    WalReplay(RestorePlan plan, RestoreListener listener, Path spill) {
        this.plan = plan;
        this.reader = new ReplicaReader(plan.replica());
        this.listener = listener;
        this.spill = spill;
    }

    void writeTo(DatabaseFile database) throws IOException {
        ReplicaFile snapshot = plan.chain().snapshot();
        int pageSize = copySnapshot(snapshot, database);
        listener.done(snapshot);
        try (PendingFrames pending = new PendingFrames(spill, pageSize)) {
            for (List<WalSegment> index : byIndex()) {
                replay(index, pageSize, pending, database);
            }
        }
    }

    private Iterable<List<WalSegment>> byIndex() {
        Map<Long, List<WalSegment>> indexes = plan.chain().increments().stream()
                .map(WalSegment.class::cast)
                .collect(Collectors.groupingBy(WalSegment::index, TreeMap::new, Collectors.toList()));
        return indexes.values();
    }

    private int copySnapshot(ReplicaFile snapshot, DatabaseFile database) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        int pageSize = 0;
        try (InputStream content = reader.openFrame(snapshot)) {
            int read = content.readNBytes(buffer, 0, BUFFER);
            pageSize = SqliteHeader.parse(buffer).pageSize();
            while (read > 0) {
                database.write(size, ByteBuffer.wrap(buffer, 0, read));
                size += read;
                read = content.readNBytes(buffer, 0, BUFFER);
            }
        } catch (IOException e) {
            throw reader.explain(snapshot, e);
        }
        if (size % pageSize != 0) {
            throw reader.fail(
                    Reason.DAMAGED, snapshot, "holds " + size + " bytes, not whole pages of " + pageSize + " bytes");
        }
        pages = size / pageSize;
        return pageSize;
    }

    private void replay(List<WalSegment> segments, int pageSize, PendingFrames pending, DatabaseFile database)
            throws IOException {
        SegmentStream stream = new SegmentStream(reader, segments, listener);
        try (stream;
                WalReader frames = new WalReader(stream)) {
            if (frames.header().pageSize() != pageSize) {
                throw reader.fail(
                        Reason.DAMAGED,
                        segments.get(0),
                        "has pages of " + frames.header().pageSize() + " bytes, the snapshot of " + pageSize);
            }
            applyCommitted(frames, segments.get(0), pending, database);
            if (pages > 0) {
                database.resize(pages * pageSize);
            }
        } catch (IOException e) {
            throw reader.explain(stream.current(), e);
        }
    }

    /** Applies every transaction at its commit; frames after the last commit never happened. */
    private void applyCommitted(WalReader frames, WalSegment first, PendingFrames pending, DatabaseFile database)
            throws IOException {
        long grown = 0;
        while (frames.next()) {
            pending.add(frames.pgno(), frames.page());
            grown += frames.pgno() > pages ? 1 : 0;
            if (frames.commitPages() > 0) {
                refuseUnwritten(frames, first, grown);
                pages = frames.commitPages();
                pending.applyTo(database, pages);
                grown = 0;
            }
        }
        pending.forget();
    }

    /**
     * SQLite writes every page by which a database grows. A transaction that leaves more was made on a larger database than the one
     * that stands here. Within an index every frame is chained to the one before, so what is missing lies before the index: the end of
     * the index before it, of which the names of the files know nothing.
     */
    private void refuseUnwritten(WalReader frames, WalSegment first, long grown) throws RestoreException {
        long commit = frames.commitPages();
        long lock = LtxReader.lockPage(frames.header().pageSize());
        long written = pages + grown + (pages < lock && commit >= lock ? 1 : 0);
        if (commit > written) {
            throw reader.fail(
                    Reason.HOLE,
                    first,
                    "follows on a database of another size: a transaction of this WAL leaves " + commit
                            + " pages, and only "
                            + written
                            + " were written (the end of the WAL index before it is missing, or this is the WAL of another database)");
        }
    }
}
