package io.litedrill.drill;

import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WalPosition;
import io.litedrill.replica.WalSegment;
import io.litedrill.replica.WalSnapshot;
import io.litedrill.replica.format.LtxReader;
import io.litedrill.replica.format.SqliteHeader;
import io.litedrill.replica.format.WalReader;
import io.litedrill.replica.timeline.Chain;
import io.litedrill.restore.RestoreListener;
import io.litedrill.restore.SegmentStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Compares a snapshot of the {@code wal} layout with a replay to its index from the snapshot before it. Only this
 * comparison detects that the end of a finished WAL index is missing: neither names nor checksums show it.
 *
 * <p>The snapshot is a copy of the main file, taken while its index was written. A checkpoint may already have copied
 * pages of that index into it. A page may therefore equal that of the replay, or that of any committed frame of the
 * index.
 *
 * @param between every segment from the older snapshot's index up to the newer one's, exclusive
 * @param explaining the contiguous segments of the newer index from its beginning; may be empty
 * @param finished true when {@code explaining} has all frames that the snapshot may already contain
 */
record WalProof(
        WalSnapshot older, List<WalSegment> between, WalSnapshot newer, List<WalSegment> explaining, boolean finished)
        implements Proof {
    @Override
    public List<ReplicaFile> files() {
        return Stream.of(List.of(older), between, List.of(newer))
                .flatMap(List::stream)
                .map(ReplicaFile.class::cast)
                .toList();
    }

    @Override
    public List<ReplicaFile> reads() {
        return Stream.concat(files().stream(), explaining.stream()).toList();
    }

    @Override
    public Outcome prove(ProofFolder bench) throws IOException {
        RecoveryPoint end = new RecoveryPoint(newer.time(), position(newer));
        Path replayed = bench.restored(new Chain(older, List.copyOf(between), end));
        return new Comparison(bench).compare(replayed);
    }

    private static WalPosition position(WalSnapshot snapshot) {
        return new WalPosition(snapshot.generation(), snapshot.index(), 0);
    }

    /** Compares the newer snapshot with the replay. */
    private final class Comparison {
        private final ProofFolder bench;
        private final Differences differences = new Differences();
        private long replayedPages;
        private long pages;
        /** Smallest database size, in pages, that a commit of the newer index leaves. */
        private long smallest = Long.MAX_VALUE;

        Comparison(ProofFolder bench) {
            this.bench = bench;
        }

        Outcome compare(Path replayed) throws IOException {
            readSnapshot(replayed);
            if (differences.isEmpty() && pages == replayedPages) {
                return new Outcome.Agrees();
            }
            if (!explaining.isEmpty()) {
                readFrames();
            }
            OptionalLong first = pages < Math.min(replayedPages, smallest)
                    ? OptionalLong.of(differences.first().orElse(pages + 1))
                    : differences.first();
            if (first.isEmpty()) {
                return new Outcome.Agrees();
            }
            return finished ? disagrees(first.getAsLong()) : new Outcome.Open();
        }

        private void readSnapshot(Path replayed) throws IOException {
            try (InputStream content = bench.reader().openFrame(newer)) {
                byte[] head = content.readNBytes(SqliteHeader.SIZE);
                int pageSize = SqliteHeader.parse(head).pageSize();
                byte[] page = Arrays.copyOf(head, pageSize);
                int read = head.length + content.readNBytes(page, head.length, pageSize - head.length);
                try (PageFile restored = PageFile.open(replayed, pageSize)) {
                    replayedPages = restored.pages();
                    while (read == pageSize) {
                        compare(restored, ++pages, page);
                        read = content.readNBytes(page, 0, pageSize);
                    }
                }
            } catch (IOException e) {
                throw bench.reader().explain(newer, e);
            }
        }

        private void compare(PageFile restored, long pgno, byte[] page) throws IOException {
            boolean stored = pgno != LtxReader.lockPage(page.length);
            if (stored && (pgno > replayedPages || !restored.holds(pgno, page))) {
                differences.add(pgno, page);
            }
        }

        private void readFrames() throws IOException {
            SegmentStream stream = new SegmentStream(bench.reader(), explaining, RestoreListener.NONE);
            try (stream;
                    WalReader frames = new WalReader(stream)) {
                while (frames.next()) {
                    differences.frame(frames.pgno(), frames.page());
                    if (frames.commitPages() > 0) {
                        differences.commit();
                        smallest = Math.min(smallest, frames.commitPages());
                    }
                }
            } catch (IOException e) {
                throw bench.reader().explain(stream.current(), e);
            }
        }

        private Outcome disagrees(long first) {
            String size = pages == replayedPages ? "" : ", and has " + pages + " pages, not " + replayedPages;
            String message = "this snapshot is not what the one before it and the WAL between them lead to: "
                    + (differences.unexplained() > 0
                            ? "page " + first + " is the first of " + differences.unexplained()
                                    + " that differ and that no frame of its own WAL index explains"
                            : "page " + first + " is the first that it lacks")
                    + size + ". It went wrong between " + position(older) + " and " + position(newer)
                    + ": the end of a WAL index in between is missing, or one of the two snapshots is another's";
            return new Outcome.Disagrees(message, newer);
        }
    }
}
