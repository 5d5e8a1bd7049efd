package io.litedrill.replica.timeline;

import io.litedrill.replica.LtxFile;
import io.litedrill.replica.Reading;
import io.litedrill.replica.timeline.LtxLineage.Break;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Compares the header times of compactions and snapshots with those of the files around them. TXIDs follow the order
 * of commits: between two files with rising times, a file has a time between theirs. Where the times around it fall,
 * the clock was set back, and nothing is concluded. Pure.
 */
public final class LtxTimes {
    /** The tolerance for a compaction, which has the time of its last input; clocks are adjusted in small steps. */
    private static final Duration COMPACTION = Duration.ofSeconds(5);

    /**
     * The tolerance for a snapshot, which has the time of its start; the next transaction may be synced before it
     * ends.
     */
    private static final Duration SNAPSHOT = Duration.ofSeconds(30);

    private final NavigableMap<Long, LtxFile> synced = new TreeMap<>(Long::compareUnsigned);
    private final NavigableMap<Long, LtxFile> increments = new TreeMap<>(Long::compareUnsigned);

    private LtxTimes(List<LtxFile> files) {
        for (LtxFile file : files) {
            if (file.level() == 0) {
                synced.put(file.maxTxid(), file);
            }
            if (file.level() < LtxFile.SNAPSHOT_LEVEL) {
                increments.merge(file.maxTxid(), file, (a, b) -> a.level() <= b.level() ? a : b);
            }
        }
    }

    /**
     * Returns the files whose time does not lie between the times around them, each with the file before it.
     *
     * @param files with their headers read
     */
    public static List<Break> breaks(List<LtxFile> files) {
        List<LtxFile> read = files.stream()
                .filter(file -> file.reading() instanceof Reading.Header)
                .toList();
        LtxTimes times = new LtxTimes(read);
        List<Break> breaks = new ArrayList<>();
        for (LtxFile file : read) {
            if (file.level() > 0) {
                times.misfit(file).ifPresent(breaks::add);
            }
        }
        return breaks;
    }

    private Optional<Break> misfit(LtxFile file) {
        boolean snapshot = file.level() == LtxFile.SNAPSHOT_LEVEL;
        NavigableMap<Long, LtxFile> around = snapshot ? increments : synced;
        Optional<LtxFile> before = value(around.floorEntry(file.maxTxid()));
        Optional<LtxFile> after =
                value(snapshot ? around.higherEntry(file.maxTxid()) : around.ceilingEntry(file.maxTxid()));
        if (before.isEmpty()
                || after.isEmpty()
                || before.get().time().isAfter(after.get().time())) {
            return Optional.empty();
        }
        Duration slack = snapshot ? SNAPSHOT : COMPACTION;
        Instant earliest = before.get().time().minus(slack);
        Instant latest = after.get().time().plus(slack);
        return file.time().isBefore(earliest) || file.time().isAfter(latest)
                ? Optional.of(new Break(
                        before.get(),
                        file,
                        "it ends at TXID " + file.end() + " and is of " + file.time()
                                + ", the transactions around it are of "
                                + before.get().time() + " to " + after.get().time()))
                : Optional.empty();
    }

    private static Optional<LtxFile> value(Map.Entry<Long, LtxFile> entry) {
        return Optional.ofNullable(entry).map(Map.Entry::getValue);
    }
}
