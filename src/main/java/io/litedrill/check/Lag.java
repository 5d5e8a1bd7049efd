package io.litedrill.check;

import io.litedrill.check.LiveMemory.RestoredFile;
import io.litedrill.live.LiveState;
import io.litedrill.replica.Generation;
import io.litedrill.replica.Layout;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.Position;
import io.litedrill.replica.Reading;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.Salts;
import io.litedrill.replica.WalPosition;
import io.litedrill.replica.WalSegment;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How far a replica is behind the live database, measured by comparing the positions of both in the WAL.
 *
 * <p>Measured with real Litestream 0.3.13 and 0.5.17: when everything is replicated, the salts of the live {@code -wal}
 * and the offset after its last commit equal those of the newest level-0 LTX header, and of the newest WAL index. They
 * differ as soon as a row is written while Litestream is stopped. A missing or empty {@code -wal} has no position; then
 * only modification times can be compared. A restore makes a newer file without a {@code -wal}; the history holds which
 * state of the replica that file is, as long as no process writes to it.
 *
 * @param behind the lag; zero when everything is replicated. By modification times it is an upper bound: a difference
 *     that a pending upload explains is not an error, but is not zero
 * @param basis how the lag was measured
 * @param same whether both are at one position, as far as positions could be compared
 */
record Lag(Duration behind, LagBasis basis, boolean same) {
    /**
     * Measures the lag. Returns empty when the live database cannot be read, when there is no recovery point, and when
     * only times can be compared and the time of the recovery point is in the future.
     */
    static Optional<Lag> measure(Evidence evidence) {
        Optional<RecoveryPoint> newest = evidence.newest();
        return newest.flatMap(point -> evidence.present().map(live -> compare(evidence, point, live)))
                .filter(lag -> lag.basis() == LagBasis.POSITION
                        || !newest.filter(point -> isFuture(evidence, point)).isPresent());
    }

    /** Returns whether the live database and the replica are at the same position of one WAL. */
    static boolean isNone(Evidence evidence) {
        return measure(evidence)
                .filter(lag -> lag.same() && lag.basis() == LagBasis.POSITION)
                .isPresent();
    }

    /** Returns whether the live database is at the end of the files that lead to a position. */
    static boolean standsAt(Scan scan, Position position, LiveState.Present live) {
        return replicated(scan, position).filter(end -> end.isWhere(live)).isPresent();
    }

    /** Returns whether both positions are known and differ. */
    static boolean standsElsewhere(Scan scan, Position position, LiveState.Present live) {
        return live.wal().end().isPresent()
                && replicated(scan, position).filter(end -> !end.isWhere(live)).isPresent();
    }

    private static Lag compare(Evidence evidence, RecoveryPoint newest, LiveState.Present live) {
        if (restored(evidence, newest).filter(file -> file.is(live)).isPresent()) {
            return new Lag(Duration.ZERO, LagBasis.MTIME, true);
        }
        Optional<WalEnd> end = replicated(evidence.scan(), newest.position());
        // a time in the future has no age: the change is missing since the live database was modified
        Instant since = isFuture(evidence, newest) ? live.modified() : lastInSync(evidence, newest);
        Duration age = positive(Duration.between(since, evidence.now()));
        if (live.wal().end().isEmpty() || end.isEmpty()) {
            return byTimes(evidence, newest, live, age);
        }
        boolean same = end.filter(place -> place.isWhere(live)).isPresent();
        return new Lag(same ? Duration.ZERO : age, LagBasis.POSITION, same);
    }

    /**
     * Compares modification times. A change just after the recovery point may be in it, because a file is written
     * before it is uploaded.
     */
    private static Lag byTimes(Evidence evidence, RecoveryPoint newest, LiveState.Present live, Duration age) {
        Duration later = positive(Duration.between(newest.time(), live.modified()));
        Duration slack = evidence.watched().settings().settling().upload();
        boolean same = later.compareTo(slack) <= 0;
        return new Lag(same ? later : age, LagBasis.MTIME, same);
    }

    /**
     * Returns the restore that made the live file. A replica that has lost files since does not hold the restored
     * state.
     */
    private static Optional<RestoredFile> restored(Evidence evidence, RecoveryPoint newest) {
        return evidence.restored()
                .filter(file -> !newest.time().isBefore(file.point().time()));
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    /**
     * Returns the time since which changes may be missing. An idle database that was just written to is behind since
     * the last check or restore that found it in sync, not since its newest recovery point, which may be days old. For
     * a replica that has lost files since then, the newest recovery point counts.
     */
    private static Instant lastInSync(Evidence evidence, RecoveryPoint newest) {
        Stream<Instant> checked = evidence
                .memory()
                .lastSync(evidence.watched().id())
                .filter(last -> !newest.time().isBefore(last.newest()))
                .map(ReplicaHistory.LastSync::inSync)
                .stream();
        return Stream.concat(checked, restored(evidence, newest).map(RestoredFile::at).stream())
                .filter(inSync -> inSync.isAfter(newest.time()) && !inSync.isAfter(evidence.now()))
                .max(Comparator.naturalOrder())
                .orElse(newest.time());
    }

    private static boolean isFuture(Evidence evidence, RecoveryPoint newest) {
        return ClockSkew.isFuture(newest.time(), evidence.read());
    }

    /** The end of a replica in the WAL of the live database. */
    private record WalEnd(Salts salts, long offset) {
        boolean isWhere(LiveState.Present live) {
            return live.isAt(new LiveState.Salts(salts.first(), salts.second()), offset);
        }
    }

    private static Optional<WalEnd> replicated(Scan scan, Position newest) {
        return newest.layout() == Layout.WAL
                ? walEnd(scan.inventory().generations(), (WalPosition) newest)
                : ltxEnd(scan.inventory().ltxFiles(), newest);
    }

    private static Optional<WalEnd> walEnd(List<Generation> generations, WalPosition newest) {
        return generations.stream()
                .filter(generation -> generation.id().equals(newest.generation()))
                .flatMap(generation -> generation.segments().stream())
                .filter(segment -> segment.index() == newest.index() && segment.offset() == 0)
                .findFirst()
                .flatMap(Lag::salts)
                .filter(salts -> isMeasured(generations, newest))
                .map(salts -> new WalEnd(salts, newest.offset()));
    }

    /** Returns whether a segment is known to end at the position, and no segment of unknown length follows. */
    private static boolean isMeasured(List<Generation> generations, WalPosition newest) {
        List<WalSegment> segments = generations.stream()
                .filter(generation -> generation.id().equals(newest.generation()))
                .flatMap(generation -> generation.segments().stream())
                .filter(WalSegment::isUsable)
                .toList();
        return segments.stream()
                        .anyMatch(segment -> segment.index() == newest.index()
                                && segment.end().equals(OptionalLong.of(newest.offset())))
                && segments.stream()
                        .noneMatch(segment -> segment.end().isEmpty()
                                && (segment.index() > newest.index()
                                        || (segment.index() == newest.index() && segment.offset() >= newest.offset())));
    }

    private static Optional<Salts> salts(WalSegment segment) {
        return segment.reading() instanceof Reading.Measured measured ? measured.salts() : Optional.empty();
    }

    /**
     * Returns the WAL end of the newest level-0 file. Only level 0 is made from the WAL; the headers of compactions and
     * snapshots have no WAL position.
     */
    private static Optional<WalEnd> ltxEnd(List<LtxFile> files, Position newest) {
        return files.stream()
                .filter(file -> file.level() == 0 && file.end().equals(newest))
                .map(LtxFile::reading)
                .filter(Reading.Header.class::isInstance)
                .map(Reading.Header.class::cast)
                .findFirst()
                .map(header -> new WalEnd(header.salts(), header.walEnd()));
    }
}
