package io.litedrill.replica.timeline;

import io.litedrill.replica.LtxFile;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Reading;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.Salts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Detects LTX files that cannot come from one writer, by their names and headers. Pure.
 *
 * <p>Rules from the sources of Litestream 0.5 ({@code db.go}: {@code verify}, {@code sync}): a file of level 0
 * continues where the one before it ended in the live WAL, or begins at the first frame of a WAL, either a new one
 * (other salts) or the same one read again. A file that begins elsewhere, or salts that return after others, belong to
 * another database. Compacted files have no data about the WAL, but each begins after the last one of its level, and an
 * interrupted compaction is repeated from the same start. Files that end at one TXID are compared by
 * {@link LtxMeetings}, the times in their headers by {@link LtxTimes}.
 */
public final class LtxLineage {
    private static final int WAL_HEADER = 32;

    private LtxLineage() {}

    /**
     * Holds two files that cannot come from one writer.
     *
     * @param second the later of the two files, by TXID
     * @param why the contradiction, for people
     */
    public record Break(LtxFile first, LtxFile second, String why) {}

    /**
     * Returns all breaks, by TXID. Files without the required data are not compared.
     *
     * @param files in any order, usable or not
     */
    public static List<Break> breaks(List<LtxFile> files) {
        List<LtxFile> sorted = files.stream()
                .filter(ReplicaFile::isUsable)
                .sorted((a, b) -> Long.compareUnsigned(a.minTxid(), b.minTxid()))
                .toList();
        List<Break> breaks = new ArrayList<>();
        addWalBreaks(level(sorted, 0), breaks);
        for (int level = 1; level < 9; level++) {
            addOverlaps(level(sorted, level), breaks);
        }
        breaks.addAll(LtxMeetings.breaks(sorted));
        breaks.addAll(LtxTimes.breaks(sorted));
        return breaks;
    }

    private static List<LtxFile> level(List<LtxFile> files, int level) {
        return files.stream().filter(file -> file.level() == level).toList();
    }

    private static void addWalBreaks(List<LtxFile> files, List<Break> breaks) {
        for (int i = 1; i < files.size(); i++) {
            LtxFile first = files.get(i - 1);
            LtxFile second = files.get(i);
            Optional<LtxFile> before = i > 1 ? Optional.of(files.get(i - 2)) : Optional.empty();
            misfit(first, second)
                    .or(() ->
                            before.filter(each -> follows(each, first)).flatMap(each -> returned(each, first, second)))
                    .ifPresent(why -> breaks.add(new Break(first, second, why)));
        }
    }

    private static boolean follows(LtxFile first, LtxFile second) {
        return first.maxTxid() + 1 == second.minTxid();
    }

    private static Optional<String> misfit(LtxFile first, LtxFile second) {
        Optional<Reading.WalStretch> before = wal(first);
        Optional<Reading.WalStretch> after = wal(second);
        if (!follows(first, second) || before.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        boolean same = before.get().salts().equals(after.get().salts());
        long start = after.get().start();
        if (start == WAL_HEADER || (same && start == before.get().end())) {
            return Optional.empty();
        }
        return Optional.of(
                same
                        ? "it goes on at offset " + start + " of a WAL that the file before it ends at offset "
                                + before.get().end() + " of"
                        : "it begins in the middle of a WAL (offset " + start
                                + ") that the file before it is not from");
    }

    private static Optional<String> returned(LtxFile before, LtxFile first, LtxFile second) {
        Optional<Salts> outer = wal(before).map(Reading.WalStretch::salts);
        Optional<Salts> inner = wal(first).map(Reading.WalStretch::salts);
        return outer.isPresent()
                        && inner.isPresent()
                        && follows(first, second)
                        && !outer.equals(inner)
                        && outer.equals(wal(second).map(Reading.WalStretch::salts))
                ? Optional.of("it is from the WAL of the last but one file before it, and the file between them is not")
                : Optional.empty();
    }

    private static Optional<Reading.WalStretch> wal(LtxFile file) {
        return file.reading() instanceof Reading.Header header
                ? Optional.of(header.wal()).filter(wal -> wal.start() > 0)
                : Optional.empty();
    }

    private static void addOverlaps(List<LtxFile> files, List<Break> breaks) {
        for (int i = 1; i < files.size(); i++) {
            LtxFile first = files.get(i - 1);
            LtxFile second = files.get(i);
            boolean again = first.minTxid() == second.minTxid();
            if (!again && Long.compareUnsigned(second.minTxid(), first.maxTxid()) <= 0) {
                breaks.add(new Break(
                        first,
                        second,
                        "it begins at TXID " + new LtxPosition(second.minTxid())
                                + ", inside another file of its level that ends at " + first.end()));
            }
        }
    }
}
