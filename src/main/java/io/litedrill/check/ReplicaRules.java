package io.litedrill.check;

import io.litedrill.check.WalMemory.LostWrites;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.replica.timeline.Window;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The rules that need only a scan of the replica: no live database, no history, no objectives. */
public final class ReplicaRules {
    private ReplicaRules() {}

    /**
     * Returns all findings of a scan, however many files it has read.
     *
     * @param now when the replica was scanned
     */
    public static List<Finding> judge(CheckedReplica watched, Scan scan, Instant now) {
        Evidence evidence = new Evidence(watched, scan, Optional.empty(), ReplicaHistory.NONE, now);
        return Stream.of(new PresenceRule(), DamageRule.namingMany(), new GapRule(), new ForkedRule(), new ClockRule())
                .flatMap(rule -> rule.judge(evidence).stream())
                .toList();
    }

    /**
     * Returns findings that put the recovery points of a scan in doubt: two databases, an unknown order, wrong clocks,
     * writes that Litestream has skipped.
     *
     * @param memory has the skipped writes that earlier checks found
     * @param now when the replica was scanned
     */
    public static List<Finding> doubts(CheckedReplica watched, Scan scan, ReplicaHistory memory, Instant now) {
        Evidence evidence = new Evidence(watched, scan, Optional.empty(), ReplicaHistory.NONE, now);
        return Stream.concat(
                        Stream.of(new ForkedRule(), new ClockRule()).flatMap(rule -> rule.judge(evidence).stream()),
                        WritesLostFindings.of(evidence, losses(watched, scan, memory)).stream())
                .toList();
    }

    /**
     * Returns the findings beside a window: an empty replica, files that were found damaged or cannot be read, and
     * doubts.
     *
     * @param doubts the findings of {@link #doubts}
     */
    public static List<Finding> besideWindow(CheckedReplica watched, Scan scan, List<Finding> doubts, Instant now) {
        Evidence evidence = new Evidence(watched, scan, Optional.empty(), ReplicaHistory.NONE, now);
        return Stream.of(
                        emptiness(watched, scan).stream(),
                        DamageRule.besideWindow().judge(evidence).stream(),
                        doubts.stream())
                .flatMap(findings -> findings)
                .toList();
    }

    /**
     * Returns the finding for a replica without files of Litestream. Searches the store for replicas at similar paths.
     */
    private static Optional<Finding> emptiness(CheckedReplica watched, Scan scan) {
        return scan.inventory().isEmpty()
                ? Optional.of(EmptyReplica.finding(watched.replica(), scan.inventory()))
                : Optional.empty();
    }

    /**
     * Returns the window of a scan, with a gap at writes that Litestream has skipped.
     *
     * @param memory has the skipped writes that earlier checks found
     */
    public static Window window(CheckedReplica watched, Scan scan, ReplicaHistory memory) {
        return scan.timeline()
                .window(losses(watched, scan, memory).stream()
                        .min(Comparator.comparing(LostWrites::nextAt))
                        .map(LostWrites::next));
    }

    private static List<LostWrites> losses(CheckedReplica watched, Scan scan, ReplicaHistory memory) {
        return memory
                .wal(watched.id())
                .filter(known -> known.location().equals(watched.replica().location()))
                .map(WalMemory::losses)
                .orElse(List.of())
                .stream()
                .filter(loss -> LossEnd.stands(scan.inventory(), loss))
                .toList();
    }
}
