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
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Restores a database by a plan of the {@code wal} layout: the snapshot, then the committed frames of every WAL index
 * in order.
 */
final class WalReplay {
    private static final int BUFFER = 256 << 10;

    private final RestorePlan plan;
    private final ReplicaReader reader;
    private final RestoreListener listener;
    private final Path spill;

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
        Growth growth = new Growth(database.size() / pageSize, LtxReader.lockPage(pageSize));
        try (PendingFrames pending = new PendingFrames(spill, pageSize)) {
            for (List<WalSegment> index : byIndex()) {
                new Index(index, pageSize, growth).replay(pending, database);
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
                long before = size / pageSize;
                size += read;
                listener.wrote(size / pageSize - before);
                read = content.readNBytes(buffer, 0, BUFFER);
            }
        } catch (IOException e) {
            throw reader.explain(snapshot, e);
        }
        if (size % pageSize != 0) {
            throw reader.fail(
                    Reason.DAMAGED, snapshot, "holds " + size + " bytes, not whole pages of " + pageSize + " bytes");
        }
        return pageSize;
    }

    /** Replays one WAL index. */
    private final class Index {
        private final List<WalSegment> segments;
        private final int pageSize;
        private final Growth growth;

        Index(List<WalSegment> segments, int pageSize, Growth growth) {
            this.segments = segments;
            this.pageSize = pageSize;
            this.growth = growth;
        }

        void replay(PendingFrames pending, DatabaseFile database) throws IOException {
            SegmentStream stream = new SegmentStream(reader, segments, listener);
            try (stream;
                    WalReader frames = new WalReader(stream)) {
                if (frames.header().pageSize() != pageSize) {
                    throw reader.fail(
                            Reason.MISFIT,
                            segments.get(0),
                            "has pages of " + frames.header().pageSize() + " bytes, the snapshot of " + pageSize);
                }
                applyCommitted(frames, pending, database);
                database.resize(growth.pages() * pageSize);
            } catch (IOException e) {
                throw reader.explain(stream.current(), e);
            }
        }

        /** Applies every transaction at its commit and discards the frames after the last commit. */
        private void applyCommitted(WalReader frames, PendingFrames pending, DatabaseFile database) throws IOException {
            while (frames.next()) {
                pending.add(frames.pgno(), frames.page());
                growth.frame(frames.pgno());
                if (frames.commitPages() > 0) {
                    refuse(growth.commit(frames.commitPages()));
                    long before = database.pagesWritten();
                    pending.applyTo(database, growth.pages());
                    listener.wrote(database.pagesWritten() - before);
                }
            }
            pending.forget();
            refuse(growth.endIndex());
        }

        private void refuse(Optional<String> misfit) throws RestoreException {
            if (misfit.isPresent()) {
                throw reader.fail(Reason.HOLE, segments.get(0), misfit.get());
            }
        }
    }
}
