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

/** Of several replicas of a database, the one to restore from: by its last check the soundest, then the newest. */
public final class BestReplica {
    private final ResultPublisher results;

    public BestReplica(ResultPublisher results) {
        this.results = results;
    }

    /** Empty when none can be read. */
    public Optional<ReplicaTarget.Visible> of(MonitoredDatabase database) {
        Stream<MonitoredReplica> readable =
                database.wards().stream().filter(ward -> ward.visible().isPresent());
        return readable.min(Comparator.<MonitoredReplica, Verdict>comparing(ward -> verdict(ward))
                        .thenComparing(ward -> newest(ward), Comparator.reverseOrder()))
                .flatMap(MonitoredReplica::visible);
    }

    /** What holds of the database: the verdict of its best replica, and at least a warning when another one is worse. */
    public Verdict verdict(MonitoredDatabase database) {
        return DatabaseVerdict.of(database.wards().stream().map(this::verdict).toList());
    }

    private Verdict verdict(MonitoredReplica ward) {
        return results.latestCheck(ward.id()).map(CheckResult::verdict).orElse(Verdict.UNKNOWN);
    }

    private Instant newest(MonitoredReplica ward) {
        return results.latestCheck(ward.id())
                .flatMap(check -> check.seen().newest())
                .map(RecoveryPoint::time)
                .orElse(Instant.MIN);
    }
}
