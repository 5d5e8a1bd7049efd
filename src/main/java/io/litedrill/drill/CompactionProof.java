package io.litedrill.drill;

import io.litedrill.replica.LtxFile;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.format.LtxReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares a compacted LTX file with the files of lower levels that cover the same transactions, while the replica
 * still has all of them. The compacted file must hold the newest version of each page that they hold, and must leave a
 * database of the same size.
 *
 * @param parts ordered, without hole or overlap, from the first transaction of the compacted file to its last
 */
record CompactionProof(LtxFile compacted, List<LtxFile> parts) implements Proof {
    @Override
    public List<ReplicaFile> files() {
        return Stream.concat(parts.stream(), Stream.of(compacted))
                .map(ReplicaFile.class::cast)
                .toList();
    }

    @Override
    public List<ReplicaFile> reads() {
        return files();
    }

    @Override
    public Outcome prove(ProofFolder bench) throws IOException {
        try (InputStream stored = bench.reader().open(compacted);
                LtxReader ltx = new LtxReader(stored, compacted.object().size());
                PageFile merged = PageFile.create(
                        bench.fresh(parts.stream().mapToLong(ReplicaFile::bytes).sum() * DiskSpace.USUAL_RATIO),
                        ltx.header().pageSize())) {
            Merge merge = new Merge(bench, merged, ltx.header().commitPages());
            Optional<String> size = merge.mergeParts();
            return size.isPresent() ? disagrees(size.get()) : compare(ltx, merge.pages, merged);
        } catch (IOException e) {
            throw bench.reader().explain(compacted, e);
        }
    }

    private Outcome compare(LtxReader ltx, BitSet pages, PageFile merged) throws IOException {
        while (ltx.next()) {
            int pgno = (int) Math.min(ltx.pgno(), Integer.MAX_VALUE);
            if (!pages.get(pgno)) {
                return disagrees("it holds page " + ltx.pgno() + ", which none of them does");
            }
            if (!merged.holds(ltx.pgno(), ltx.page())) {
                return disagrees("page " + ltx.pgno() + " is the first that differs");
            }
            pages.clear(pgno);
        }
        return pages.isEmpty()
                ? new Outcome.Agrees()
                : disagrees("page " + pages.nextSetBit(0) + " is the first that it lacks");
    }

    private Outcome disagrees(String difference) {
        return new Outcome.Disagrees(
                "this compacted file is not what the files of lower levels make of the same transactions: " + difference
                        + ". It went wrong between TXID " + new LtxPosition(compacted.minTxid()) + " and "
                        + compacted.end(),
                compacted);
    }

    /** Merges the parts, newest first: the first version of a page that is read is the newest one. */
    private final class Merge {
        private final ProofFolder bench;
        private final PageFile merged;
        private final long commit;
        private final BitSet pages = new BitSet();

        Merge(ProofFolder bench, PageFile merged, long commit) {
            this.bench = bench;
            this.merged = merged;
            this.commit = commit;
        }

        /** Merges the parts. Returns the difference in database size, if any. */
        Optional<String> mergeParts() throws IOException {
            Optional<String> difference = Optional.empty();
            for (int i = parts.size() - 1; i >= 0; i--) {
                long left = add(parts.get(i));
                if (i == parts.size() - 1 && left != commit) {
                    difference = Optional.of("it leaves " + commit + " pages, they leave " + left);
                }
            }
            return difference;
        }

        private long add(LtxFile part) throws IOException {
            try (InputStream stored = bench.reader().open(part);
                    LtxReader ltx = new LtxReader(stored, part.object().size())) {
                while (ltx.next()) {
                    int pgno = (int) Math.min(ltx.pgno(), Integer.MAX_VALUE);
                    if (ltx.pgno() <= commit && !pages.get(pgno)) {
                        merged.write(ltx.pgno(), ltx.page());
                        pages.set(pgno);
                    }
                }
                return ltx.header().commitPages();
            } catch (IOException e) {
                throw bench.reader().explain(part, e);
            }
        }
    }
}
