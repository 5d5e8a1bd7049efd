package io.litedrill.drill;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.SamePlace;
import io.litedrill.live.LiveDatabase;
import io.litedrill.live.LiveFiles;
import io.litedrill.live.LiveState;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds a live database without a write in the ten sync intervals before the replica was listed. Its whole content must
 * be in the newest state, with or without a {@code -wal}.
 *
 * @param at when its files were inspected, before the replica was listed
 */
record IdleLive(CheckedReplica watched, Path path, LiveFiles files, LiveState state, Instant at) {
    /** Inspects the files of the live database. Returns empty when they cannot be read or were written to recently. */
    static Optional<IdleLive> begin(CheckedReplica watched, InstantSource clock) {
        Instant at = clock.instant();
        Instant quietSince = at.minus(watched.settings().settling().upload());
        return watched.live()
                .flatMap(path -> LiveFiles.of(path)
                        .filter(files -> !files.journal() && !files.modified().isAfter(quietSince))
                        .map(files -> new IdleLive(watched, path, files, LiveDatabase.read(path), at)));
    }

    /** Returns true when its files are unchanged since they were inspected first. */
    boolean isStill() {
        return LiveFiles.of(path).filter(files::equals).isPresent();
    }

    /**
     * Returns true when the newest state must be equal to it. When both are at different WAL positions, the last write
     * may still be pending upload. The configured RPO allows that, so equality is required only after the RPO.
     */
    boolean mustEqual(Scan scan, RecoveryPoint point) {
        boolean elsewhere = state instanceof LiveState.Present present && SamePlace.isNot(scan, point, present);
        Instant allowed = at.minus(watched.objectives().rpo());
        return isStill() && (!elsewhere || files.modified().isBefore(allowed));
    }

    /**
     * Compares it with a restored file, page by page.
     *
     * @param limit time limit
     */
    PageDifference.Outcome pages(Path restored, Duration limit) {
        PageDifference.Outcome outcome = PageDifference.of(restored, path, limit);
        return isStill() ? outcome : new PageDifference.Untold("the live database was written to meanwhile");
    }

    /**
     * Returns the difference, for messages.
     *
     * @param pages differing pages; empty when none were compared
     * @param rows differing rows
     */
    String differs(String pages, List<String> rows) {
        String all = Stream.of(pages, rows.isEmpty() ? "" : RowChange.some(rows))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("; "));
        return "the live database has not changed since " + files.modified()
                + ", and yet the newest restored state differs from it: " + all;
    }
}
