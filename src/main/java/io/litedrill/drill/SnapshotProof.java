package io.litedrill.drill;

import io.litedrill.replica.LtxFile;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.format.LtxReader;
import io.litedrill.replica.timeline.Chain;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Compares a snapshot of the {@code ltx} layout with a replay to its TXID from an older snapshot.
 *
 * <p>When no file ends at that TXID, the replay ends before it, and the pages of the file that leads past it are
 * excluded. The pages of files written just after the snapshot are excluded too: older versions of Litestream 0.5 read
 * the WAL to its end for a snapshot, beyond the TXID that they gave it.
 *
 * @param chain leads to the TXID of the snapshot, or to the last reachable one before it
 * @param excused files whose pages are not compared
 */
record SnapshotProof(Chain chain, LtxFile snapshot, List<LtxFile> excused) implements Proof {
    @Override
    public List<ReplicaFile> files() {
        return Stream.concat(chain.files(), Stream.of(snapshot)).toList();
    }

    @Override
    public List<ReplicaFile> reads() {
        return Stream.concat(files().stream(), excused.stream()).toList();
    }

    @Override
    public Outcome prove(ProofFolder bench) throws IOException {
        Path replayed = bench.restored(chain);
        OptionalLong first = compare(bench, replayed, excusedPages(bench));
        if (first.isEmpty()) {
            return new Outcome.Agrees();
        }
        return excused.isEmpty() && !bench.isSettled(snapshot.time())
                ? new Outcome.Open()
                : disagrees(first.getAsLong());
    }

    private BitSet excusedPages(ProofFolder bench) throws IOException {
        BitSet pages = new BitSet();
        for (LtxFile file : excused) {
            try (InputStream stored = bench.reader().open(file);
                    LtxReader ltx = new LtxReader(stored, file.object().size())) {
                while (ltx.next()) {
                    pages.set((int) Math.min(ltx.pgno(), Integer.MAX_VALUE));
                }
            } catch (IOException e) {
                throw bench.reader().explain(file, e);
            }
        }
        return pages;
    }

    private OptionalLong compare(ProofFolder bench, Path replayed, BitSet excusedPages) throws IOException {
        try (InputStream stored = bench.reader().open(snapshot);
                LtxReader ltx = new LtxReader(stored, snapshot.object().size());
                PageFile restored = PageFile.open(replayed, ltx.header().pageSize())) {
            while (ltx.next()) {
                boolean compared = !excusedPages.get((int) Math.min(ltx.pgno(), Integer.MAX_VALUE));
                if (compared && (ltx.pgno() > restored.pages() || !restored.holds(ltx.pgno(), ltx.page()))) {
                    return OptionalLong.of(ltx.pgno());
                }
            }
            long pages = ltx.header().commitPages();
            return excused.isEmpty() && pages != restored.pages() ? OptionalLong.of(pages + 1) : OptionalLong.empty();
        } catch (IOException e) {
            throw bench.reader().explain(snapshot, e);
        }
    }

    private Outcome disagrees(long first) {
        LtxFile older = (LtxFile) chain.snapshot();
        String message = "this snapshot is not what an older one and the files after it lead to: page " + first
                + " is the first that differs. It went wrong between TXID " + older.end() + " and " + snapshot.end();
        return new Outcome.Disagrees(message, snapshot);
    }
}
