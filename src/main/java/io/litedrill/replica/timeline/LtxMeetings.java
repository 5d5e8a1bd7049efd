package io.litedrill.replica.timeline;

import io.litedrill.replica.LtxFile;
import io.litedrill.replica.Reading;
import io.litedrill.replica.timeline.LtxLineage.Break;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Compares LTX files that end at one TXID. A compaction takes page size and page count from its last input, so it ends
 * with a database of the same size. Litestream 0.5.0 reads the WAL for a snapshot to its end, which may be after the
 * TXID in the name: the page count of a snapshot counts only if the salts show another WAL. Pure.
 */
public final class LtxMeetings {
    private LtxMeetings() {}

    /**
     * Returns the pairs that differ.
     *
     * @param files with their headers read
     */
    public static List<Break> breaks(List<LtxFile> files) {
        Map<Long, List<LtxFile>> byEnd = new TreeMap<>(Long::compareUnsigned);
        files.forEach(file ->
                byEnd.computeIfAbsent(file.maxTxid(), end -> new ArrayList<>()).add(file));
        List<Break> breaks = new ArrayList<>();
        byEnd.values().forEach(same -> addDifferences(same, breaks));
        return breaks;
    }

    /** Adds each file that differs from one before it, once. */
    private static void addDifferences(List<LtxFile> same, List<Break> breaks) {
        for (int i = 1; i < same.size(); i++) {
            LtxFile other = same.get(i);
            same.subList(0, i).stream()
                    .flatMap(one -> difference(one, other).map(why -> new Break(one, other, why)).stream())
                    .findFirst()
                    .ifPresent(breaks::add);
        }
    }

    private static Optional<String> difference(LtxFile one, LtxFile other) {
        if (!(one.reading() instanceof Reading.Header a) || !(other.reading() instanceof Reading.Header b)) {
            return Optional.empty();
        }
        if (a.pageSize() != b.pageSize()) {
            return Optional.of("both end at TXID " + one.end() + ", with pages of " + a.pageSize() + " and of "
                    + b.pageSize() + " bytes");
        }
        boolean snapshot = one.level() == LtxFile.SNAPSHOT_LEVEL || other.level() == LtxFile.SNAPSHOT_LEVEL;
        boolean differ = a.pages() != b.pages() && (!snapshot || areOfOtherWals(a, b));
        return differ
                ? Optional.of(
                        "both end at TXID " + one.end() + ", with " + a.pages() + " and with " + b.pages() + " pages")
                : Optional.empty();
    }

    private static boolean areOfOtherWals(Reading.Header a, Reading.Header b) {
        return a.wal().start() > 0 && b.wal().start() > 0 && !a.salts().equals(b.salts());
    }
}
