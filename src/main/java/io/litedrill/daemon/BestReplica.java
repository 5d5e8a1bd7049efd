package io.litedrill.daemon;

import io.litedrill.app.MonitoredDatabase;
import io.litedrill.app.MonitoredReplica;
import io.litedrill.app.ReplicaTarget;
import io.litedrill.check.CheckResult;
import io.litedrill.check.DatabaseVerdict;
import io.litedrill.check.Verdict;
import io.litedrill.replica.RecoveryPoint;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Selects the replica of a database to restore from: the one with the best verdict in its last check, then the newest.
 */
public final class BestReplica {
    private final ResultPublisher results;

    public BestReplica(ResultPublisher results) {
        this.results = results;
    }

    /** Returns the best replica; empty when no replica can be read. */
    public Optional<ReplicaTarget.Visible> of(MonitoredDatabase database) {
        Stream<MonitoredReplica> readable =
                database.replicas().stream().filter(replica -> replica.visible().isPresent());
        return readable.min(Comparator.<MonitoredReplica, Verdict>comparing(replica -> verdict(replica))
                        .thenComparing(replica -> newest(replica), Comparator.reverseOrder()))
                .flatMap(MonitoredReplica::visible);
    }

    /**
     * Returns the verdict of a database: that of its best replica, and at least a warning when another replica is
     * worse.
     */
    public Verdict verdict(MonitoredDatabase database) {
        return DatabaseVerdict.of(
                database.replicas().stream().map(this::verdict).toList());
    }

    private Verdict verdict(MonitoredReplica replica) {
        return results.latestCheck(replica.id()).map(CheckResult::verdict).orElse(Verdict.UNKNOWN);
    }

    private Instant newest(MonitoredReplica replica) {
        return results.latestCheck(replica.id())
                .flatMap(check -> check.seen().newest())
                .map(RecoveryPoint::time)
                .orElse(Instant.MIN);
    }
}
