package io.litedrill.check;

import io.litedrill.replica.scan.ReplicaScanner.Scan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The rules of a check that need nothing but a look at the replica itself: no live database, no memory, no promises. */
public final class ReplicaRules {
    private ReplicaRules() {}

    /**
     * All findings of a look, whatever it has read.
     *
     * @param now when it was looked
     */
    public static List<Finding> judge(CheckedReplica watched, Scan scan, Instant now) {
        Evidence evidence = new Evidence(watched, scan, Optional.empty(), ReplicaHistory.NONE, now);
        return Stream.of(new PresenceRule(), DamageRule.namingMany(), new GapRule(), new ForkedRule(), new ClockRule())
                .flatMap(rule -> rule.judge(evidence).stream())
                .toList();
    }

    /**
     * Findings that put the recovery points of a scan in doubt: two databases, an order that is not known, wrong clocks.
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
