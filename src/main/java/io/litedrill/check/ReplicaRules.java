package io.litedrill.check;

import io.litedrill.replica.scan.ReplicaScanner.Scan;
import java.time.Instant;
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
     * Returns findings that put the recovery points of a scan in doubt: two databases, an unknown order, wrong clocks.
     *
     * @param now when the replica was scanned
     */
    public static List<Finding> doubts(CheckedReplica watched, Scan scan, Instant now) {
        Evidence evidence = new Evidence(watched, scan, Optional.empty(), ReplicaHistory.NONE, now);
        return Stream.of(new ForkedRule(), new ClockRule())
                .flatMap(rule -> rule.judge(evidence).stream())
                .toList();
    }
}
