package io.litedrill.replica.timeline;

import io.litedrill.replica.WalPosition;
import io.litedrill.replica.WriterSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Distinguishes times of writing from times of a copy. Litestream uploads at most a few files at each sync. A copy
 * writes many files a second, in the order of their names or in any order. Pure.
 *
 * @param least the minimum average time for one file
 */
public record Pace(Duration least) {
    private static final Duration FASTEST_COPY = Duration.ofMillis(100);

    private static final int FILES_PER_SYNC = 10;

    /** The maximum difference between a store's time and the time in a header: uploads take time, and clocks differ. */
    private static final Duration UPLOAD = Duration.ofMinutes(1);

    public static Pace of(WriterSettings settings) {
        Duration perFile = settings.syncInterval().dividedBy(FILES_PER_SYNC);
        return new Pace(perFile.compareTo(FASTEST_COPY) < 0 ? perFile : FASTEST_COPY);
    }

    /**
     * Returns why the times of two histories do not show that the first is the newer one; empty if they do. Compares
     * only times of one clock: those of the store, or a header's time as the earlier bound.
     */
    public Optional<String> doubt(HistoryTimes newer, HistoryTimes older) {
        if (newer.isLtx()) {
            // a file of the other layout was written before the store's time of it
            boolean ahead = newer.headerLead()
                    .filter(lead -> lead.compareTo(UPLOAD.negated()) < 0)
                    .isPresent();
            return ahead ? doubt(newer, older.modified()) : Optional.empty();
        }
        boolean copied =
                older.headerLead().filter(lead -> lead.compareTo(UPLOAD) > 0).isPresent();
        return copied
                ? Optional.of(
                        "the LTX files are older than the store's times of them, so they were copied, and the times of"
                                + " the generations may be those of the copy too")
                : doubt(newer, older.modified());
    }

    private Optional<String> doubt(HistoryTimes newer, Instant since) {
        if (newer.shuffled()) {
            return Optional.of(
                    "the times of " + name(newer) + " contradict the order of its files, as those of a copy do");
        }
        long later = newer.files().stream()
                .filter(file -> file.modified().isAfter(since))
                .count();
        if (later == 0) {
            return Optional.of("no file of " + name(newer) + " is newer than those of another history, and their newest"
                    + " files are of one time: " + since);
        }
        Duration took = Duration.between(since, newer.modified());
        return took.compareTo(least.multipliedBy(later)) < 0
                ? Optional.of("the times of " + name(newer) + " are those of a copy: " + later + " files within "
                        + took.toMillis() + " ms, faster than Litestream writes")
                : Optional.empty();
    }

    private static String name(HistoryTimes history) {
        return history.end().position() instanceof WalPosition wal ? "generation " + wal.generation() : "the LTX files";
    }
}
