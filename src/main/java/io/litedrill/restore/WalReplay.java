package io.litedrill.restore;

import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WalSegment;
import io.litedrill.replica.format.BlockStream;
import io.litedrill.replica.format.LtxReader;
import io.litedrill.replica.format.SnapshotReader;
import io.litedrill.replica.format.WalReader;
import io.litedrill.restore.RestoreException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Restores a database from files of the {@code wal} layout. Reads the WAL indexes from the newest to the oldest, then
 * the snapshot, if there is no base: a page that a newer file has written is verified and not written again. Each index
 * is a chain of checksums of its own, so its verification needs no other index.
 */
final class WalReplay {
    private final Replay replay;
    private final ReplicaReader reader;
    private final WrittenPages pages;
    private final RestoreListener listener;
    /** The indexes, the newest first. */
    private final List<List<WalSegment>> indexes;

    private Optional<Applied> unverified = Optional.empty();

    /** An index that was applied before the size of the database before it was known. */
    private record Applied(List<WalSegment> index, IndexGrowth growth) {}

    WalReplay(Replay replay, RestoreListener listener, PageTarget database, Path spill) {
        this.replay = replay;
        this.reader = new ReplicaReader(replay.replica());
        this.listener = listener;
        this.pages = new WrittenPages(database, spill, listener);
        this.indexes = newestFirst(replay);
    }

    private static List<List<WalSegment>> newestFirst(Replay replay) {
        Map<Long, List<WalSegment>> indexes = replay.increments().stream()
                .map(WalSegment.class::cast)
                .collect(Collectors.groupingBy(WalSegment::index, TreeMap::new, Collectors.toList()));
        List<List<WalSegment>> reversed = new ArrayList<>(indexes.values());
        Collections.reverse(reversed);
        return reversed;
    }

    void write() throws IOException {
        List<ReplicaFile> order = new ArrayList<>();
        indexes.forEach(order::addAll);
        order.addAll(replay.snapshot().stream().toList());
        try (ReadAhead files = new ReadAhead(order, reader::openFrame, reader.pool(), reader::reserve);
                pages) {
            for (List<WalSegment> index : indexes) {
                replay(index, files);
            }
            if (replay.base().isPresent()) {
                endOn(replay.base().get());
            } else {
                copySnapshot(files, replay.snapshot().orElseThrow());
            }
        }
    }

    private void replay(List<WalSegment> index, ReadAhead files) throws IOException {
        SegmentStream stream = new SegmentStream(reader, files::open, index, listener);
        try (stream;
                WalReader frames = new WalReader(stream)) {
            int pageSize = frames.header().pageSize();
            if (!pages.have(pageSize)) {
                throw otherPageSize(index, pageSize);
            }
            boolean oldest = index.equals(indexes.get(indexes.size() - 1));
            IndexGrowth growth = new IndexGrowth(oldest, LtxReader.lockPage(pageSize));
            apply(frames, growth, index);
            if (growth.commits()) {
                refuseUnlessFollowing(growth.pages());
                unverified = Optional.of(new Applied(index, growth));
            }
        } catch (IOException e) {
            throw reader.explain(stream.current(), e);
        }
    }

    /** Applies every transaction at its commit and discards the frames after the last commit. */
    private void apply(WalReader frames, IndexGrowth growth, List<WalSegment> index) throws IOException {
        while (frames.next()) {
            long pgno = frames.pgno();
            growth.frame(pgno);
            pages.frame(pgno, frames.pageArray(), frames.pageStart());
            if (frames.commitPages() > 0) {
                refuse(index, growth.commit(frames.commitPages()));
                pages.commit(frames.commitPages());
            }
        }
        pages.endIndex();
    }

    /** Requires that the pages of the base complete those of the indexes. */
    private void endOn(Base base) throws IOException {
        List<WalSegment> oldest = indexes.get(indexes.size() - 1);
        if (!pages.have(base.pageSize())) {
            throw differs(oldest, pages.pageSize(), base.pageSize());
        }
        refuseUnlessFollowing(base.pages());
        Optional<String> lacking = pages.finishOn(base.pages());
        if (lacking.isPresent()) {
            throw reader.fail(Reason.MISFIT, oldest.get(0), lacking.get());
        }
    }

    private void copySnapshot(ReadAhead files, ReplicaFile snapshot) throws IOException {
        try (BlockStream content = files.open(snapshot);
                SnapshotReader database = new SnapshotReader(content)) {
            if (!pages.have(database.pageSize())) {
                throw differs(indexes.get(indexes.size() - 1), pages.pageSize(), database.pageSize());
            }
            while (database.next()) {
                pages.snapshot(database.pgno(), database.pageArray(), database.pageStart());
            }
            listener.done(snapshot);
            refuseUnlessFollowing(database.pgno());
            Optional<String> lacking = pages.finish(database.pgno());
            if (lacking.isPresent()) {
                throw reader.fail(Reason.MISFIT, snapshot, lacking.get());
            }
        } catch (IOException e) {
            throw reader.explain(snapshot, e);
        }
    }

    /** Requires that the index after the current file fits on a database of this size. */
    private void refuseUnlessFollowing(long before) throws RestoreException {
        if (unverified.isPresent()) {
            refuse(unverified.get().index(), unverified.get().growth().follows(before));
        }
    }

    private void refuse(List<WalSegment> index, Optional<String> misfit) throws RestoreException {
        if (misfit.isPresent()) {
            throw reader.fail(Reason.HOLE, index.get(0), misfit.get());
        }
    }

    /**
     * Returns a failure for an index with another page size than the newest one. It names the index that also differs
     * from the snapshot.
     */
    private RestoreException otherPageSize(List<WalSegment> index, int found) throws IOException {
        if (replay.base().isPresent()) {
            return differs(index, found, replay.base().get().pageSize());
        }
        ReplicaFile snapshot = replay.snapshot().orElseThrow();
        try (BlockStream content = reader.openFrame(snapshot);
                SnapshotReader database = new SnapshotReader(content)) {
            int right = database.pageSize();
            return right == found ? differs(indexes.get(0), pages.pageSize(), right) : differs(index, found, right);
        } catch (IOException e) {
            throw reader.explain(snapshot, e);
        }
    }

    private RestoreException differs(List<WalSegment> index, int found, int right) {
        return reader.fail(Reason.MISFIT, index.get(0), "has pages of " + found + " bytes, the snapshot of " + right);
    }
}
