package io.litedrill.restore;

import io.litedrill.replica.LtxFile;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.format.LtxHeader;
import io.litedrill.replica.format.LtxReader;
import io.litedrill.restore.RestoreException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;

/**
 * Carries out a plan of the {@code ltx} layout. The files are read from the newest to the oldest: the first version of a page
 * that is met is the one that counts, so each page is written once.
 */
final class LtxReplay {
    private final RestorePlan plan;
    private final ReplicaReader reader;
    private final RestoreListener listener;
    private final BitSet written = new BitSet();
    private int pageSize;
    private long pages;

    LtxReplay(RestorePlan plan, RestoreListener listener) {
        this.plan = plan;
        this.reader = new ReplicaReader(plan.replica());
        this.listener = listener;
    }

    void writeTo(DatabaseFile database) throws IOException {
        List<ReplicaFile> files = plan.files();
        for (int i = files.size() - 1; i >= 0; i--) {
            LtxFile file = (LtxFile) files.get(i);
            apply(file, i == files.size() - 1, database);
            listener.done(file);
        }
        database.resize(pages * pageSize);
    }

    private void apply(LtxFile file, boolean newest, DatabaseFile database) throws IOException {
        try (InputStream stored = reader.open(file);
                LtxReader ltx = new LtxReader(stored, file.object().size())) {
            check(file, ltx.header(), newest);
            while (ltx.next()) {
                long pgno = ltx.pgno();
                if (pgno <= pages && !written.get((int) pgno)) {
                    database.writePage(pgno, ByteBuffer.wrap(ltx.page()));
                    written.set((int) pgno);
                }
            }
        } catch (IOException e) {
            throw reader.explain(file, e);
        }
    }

    private void check(LtxFile file, LtxHeader header, boolean newest) throws RestoreException {
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
        if (header.pageSize() != pageSize) {
            throw reader.fail(
                    Reason.DAMAGED,
                    file,
                    "has pages of " + header.pageSize() + " bytes, newer files of its chain of " + pageSize);
        }
        if (pages > Integer.MAX_VALUE) {
            throw reader.fail(Reason.UNSUPPORTED, file, "a database of " + pages + " pages is not supported");
        }
    }
}
