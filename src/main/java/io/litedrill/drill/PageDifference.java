package io.litedrill.drill;

import io.litedrill.live.LivePages;
import io.litedrill.replica.format.SqliteHeader;
import io.litedrill.verify.PageOwners;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares a restored database with the live one page by page. Bytes that SQLite may change without changing the
 * database are ignored.
 */
final class PageDifference {
    /** Tables of Litestream. Its last writes to them at shutdown need not be replicated. */
    private static final Set<String> LITESTREAM = Set.of("_litestream_seq", "_litestream_lock");

    private static final long LOCK_BYTE = 0x4000_0000L;
    private static final int MOST_NAMED = 100;
    /**
     * Byte ranges of page 1 (from, to) that are not compared: journal mode, change counter, version of the last writer.
     */
    private static final List<int[]> UNCOMPARED = List.of(new int[] {18, 20}, new int[] {24, 28}, new int[] {92, 100});

    private final Path restored;
    private final LivePages live;
    private final long deadline;

    private PageDifference(Path restored, LivePages live, Duration limit) {
        this.restored = restored;
        this.live = live;
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    /** Outcome of the comparison. */
    sealed interface Outcome {}

    /**
     * All pages are equal.
     *
     * @param pages number of pages
     */
    record Equal(long pages) implements Outcome {}

    /**
     * Some pages differ.
     *
     * @param what the difference, for messages
     */
    record Different(String what) implements Outcome {}

    /**
     * The comparison was not possible.
     *
     * @param reason the reason, for messages
     */
    record Untold(String reason) implements Outcome {}

    /**
     * Compares two databases. The caller must ensure that neither is written to meanwhile.
     *
     * @param restored the restored file
     * @param live the live database file
     * @param limit time limit
     */
    static Outcome of(Path restored, Path live, Duration limit) {
        try (LivePages pages = LivePages.open(live)) {
            Outcome outcome = new PageDifference(restored, pages, limit).compare();
            return pages.isUnchanged() ? outcome : new Untold("the live database was written to meanwhile");
        } catch (IOException e) {
            return new Untold(String.valueOf(e.getMessage()));
        }
    }

    private Outcome compare() throws IOException {
        int size = SqliteHeader.parse(header()).pageSize();
        if (size != live.pageSize()) {
            return new Different("pages of " + size + " bytes, live " + live.pageSize());
        }
        long pages = Files.size(restored) / size;
        if (pages > Integer.MAX_VALUE) {
            return new Untold("the database has too many pages");
        }
        if (pages != live.pages()) {
            return new Different(pages + " pages, live " + live.pages());
        }
        try (PageFile file = PageFile.open(restored, size)) {
            BitSet differing = new BitSet();
            for (long pgno = 1; pgno <= pages; pgno++) {
                if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                    return new Untold("the time sufficed for " + (pgno - 1) + " of " + pages + " pages");
                }
                if (pgno != LOCK_BYTE / size + 1 && isDifferent(file, pgno)) {
                    differing.set((int) pgno);
                }
            }
            return differing.isEmpty() ? new Equal(pages) : judged(file, differing);
        }
    }

    private byte[] header() throws IOException {
        try (var in = Files.newInputStream(restored)) {
            return in.readNBytes(SqliteHeader.SIZE);
        }
    }

    private boolean isDifferent(PageFile file, long pgno) throws IOException {
        byte[] page = live.page(pgno);
        if (file.holds(pgno, page)) {
            return false;
        }
        return pgno != 1 || !Arrays.equals(compared(page), compared(file.read(pgno)));
    }

    private static byte[] compared(byte[] firstPage) {
        byte[] copy = firstPage.clone();
        UNCOMPARED.forEach(range -> Arrays.fill(copy, range[0], range[1], (byte) 0));
        return copy;
    }

    private Outcome judged(PageFile file, BitSet differing) throws IOException {
        differing.andNot(Freelist.leaves(file::read, file.pages()));
        if (differing.isEmpty()) {
            return new Equal(file.pages());
        }
        List<Long> first =
                differing.stream().limit(MOST_NAMED).asLongStream().boxed().toList();
        Duration left = Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
        Map<Long, String> owners = PageOwners.of(restored, first, left);
        if (first.size() == differing.cardinality()
                && owners.size() == first.size()
                && LITESTREAM.containsAll(owners.values())) {
            return new Equal(file.pages());
        }
        return new Different(words(differing.cardinality(), file.pages(), new TreeSet<>(owners.values())));
    }

    private static String words(int differing, long pages, Set<String> owners) {
        String names =
                owners.stream().filter(name -> !LITESTREAM.contains(name)).collect(Collectors.joining(", "));
        return differing + " of " + pages + " pages" + (names.isEmpty() ? "" : ", of " + names);
    }
}
