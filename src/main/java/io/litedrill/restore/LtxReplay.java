package io.litedrill.restore;

import io.litedrill.replica.LtxFile;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Reading;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.format.BlockStream;
import io.litedrill.replica.format.LtxHeader;
import io.litedrill.replica.format.LtxReader;
import io.litedrill.restore.RestoreException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Restores a database from files of the {@code ltx} layout. Reads the files from the newest to the oldest: the first
 * version of a page that is read is the valid one, so each page is written once.
 */
final class LtxReplay {
    private final Replay replay;
    private final ReplicaReader reader;
    private final RestoreListener listener;
    private final BitSet written = new BitSet();
    private int pageSize;
    private long pages;
    /** Number of pages of the database after each file. */
    private final long[] commits;

    LtxReplay(Replay replay, RestoreListener listener) {
        this.replay = replay;
        this.commits = new long[replay.files().size()];
        this.reader = new ReplicaReader(replay.replica());
        this.listener = listener;
    }

    void writeTo(PageTarget database) throws IOException {
        List<ReplicaFile> files = replay.files();
        List<ReplicaFile> newestFirst = new ArrayList<>(files);
        Collections.reverse(newestFirst);
        ReadAhead.Opening opening = file -> new RawBlocks(reader.open(file), reader.pool());
        try (ReadAhead ahead = new ReadAhead(newestFirst, opening, reader.pool(), reader::reserve)) {
            for (int i = files.size() - 1; i >= 0; i--) {
                LtxFile file = (LtxFile) files.get(i);
                commits[i] = apply(file, ahead.open(file), database);
                listener.done(file);
            }
        }
        refuseHoles(files);
        database.resize(pages * pageSize);
    }

    /**
     * Requires that a file of the chain holds each page. The snapshot holds every page of the database at its time, and
     * SQLite writes every page by which it grows. Litestream also restores no chain that lacks a page.
     */
    private void refuseHoles(List<ReplicaFile> files) throws RestoreException {
        long lock = LtxReader.lockPage(pageSize);
        long missing = written.nextClearBit((int) ofBase() + 1);
        if (missing == lock) {
            missing = written.nextClearBit((int) lock + 1);
        }
        if (missing <= pages) {
            throw lacking(files, missing);
        }
    }

    /**
     * Returns the number of leading pages that the base holds in this state. A database that was smaller in between has
     * lost the pages after that.
     */
    private long ofBase() {
        long smallest = Arrays.stream(commits).min().orElse(0);
        return replay.base().map(base -> Math.min(base.pages(), smallest)).orElse(0L);
    }

    /** Returns a failure of the first file after which the database has that page. */
    private RestoreException lacking(List<ReplicaFile> files, long page) {
        int first = 0;
        while (first < files.size() - 1 && commits[first] < page) {
            first++;
        }
        return reader.fail(
                Reason.MISFIT,
                files.get(first),
                "leaves a database of " + commits[first] + " pages, and neither it nor a file of its chain holds page "
                        + page);
    }

    private long apply(LtxFile file, BlockStream content, PageTarget database) throws IOException {
        try (BlockStream stored = content;
                LtxReader ltx = new LtxReader(stored, file.object().size())) {
            check(file, ltx.header(), pageSize == 0);
            listener.header(file.with(Reading.Header.of(ltx.header())));
            while (ltx.next()) {
                long pgno = ltx.pgno();
                if (pgno <= pages && !written.get((int) pgno)) {
                    database.writePage(pgno, ltx.page(), 0, pageSize);
                    written.set((int) pgno);
                    listener.wrote(1);
                }
            }
            return ltx.header().commitPages();
        } catch (IOException e) {
            throw reader.explain(file, e);
        }
    }

    /**
     * Returns a failure for two files with different page sizes. It names the file that also differs from the snapshot.
     */
    private RestoreException otherPageSize(LtxFile file, int found) throws IOException {
        ReplicaFile newest = replay.files().get(commits.length - 1);
        Optional<ReplicaFile> snapshot = replay.snapshot().filter(first -> !file.equals(first));
        boolean newestLies = snapshot.isPresent() && pageSizeOf(snapshot.get()) != pageSize;
        return reader.fail(
                Reason.MISFIT,
                newestLies ? newest : file,
                "has pages of " + (newestLies ? pageSize : found) + " bytes, other files of its chain of "
                        + (newestLies ? found : pageSize));
    }

    private int pageSizeOf(ReplicaFile file) throws IOException {
        try (InputStream stored = reader.open(file);
                LtxReader ltx = new LtxReader(stored, file.object().size())) {
            return ltx.header().pageSize();
        } catch (IOException e) {
            throw reader.explain(file, e);
        }
    }

    private void check(LtxFile file, LtxHeader header, boolean newest) throws IOException {
        if (header.minTxid() != file.minTxid() || header.maxTxid() != file.maxTxid()) {
            throw reader.fail(
                    Reason.DAMAGED,
                    file,
                    "its header says TXID " + new LtxPosition(header.minTxid()) + " to "
                            + new LtxPosition(header.maxTxid()) + ", its name does not");
        }
        if (newest) {
            pageSize = header.pageSize();
            pages = header.commitPages();
        }
        if (newest && replay.base().filter(base -> base.pageSize() != pageSize).isPresent()) {
            throw reader.fail(
                    Reason.MISFIT, file, "has pages of " + pageSize + " bytes, the state before it has others");
        }
        if (header.pageSize() != pageSize) {
            throw otherPageSize(file, header.pageSize());
        }
        if (newest && pages > replay.mostPages(pageSize)) {
            throw reader.fail(
                    Reason.DAMAGED,
                    file,
                    "leaves a database of " + pages + " pages of " + pageSize + " bytes, more than the "
                            + replay.bytes() + " bytes of its chain can hold");
        }
        if (pages >= Integer.MAX_VALUE) {
            throw reader.fail(Reason.UNSUPPORTED, file, "a database of " + pages + " pages is not supported");
        }
    }
}
