package io.litedrill.cli;

import io.litedrill.check.CheckResult;
import io.litedrill.check.DatabaseVerdict;
import io.litedrill.check.Verdict;
import io.litedrill.replica.RecoveryPoint;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Of several replicas of a database, the one to restore from: by its last check the soundest, then the newest. */
final class BestReplica {
    private final Results results;

    BestReplica(Results results) {
        this.results = results;
    }

    /** Empty when none can be read. */
    Optional<WatchedReplica.Visible> of(Guarded database) {
        Stream<Ward> readable =
                database.wards().stream().filter(ward -> ward.visible().isPresent());
        return readable.min(Comparator.<Ward, Verdict>comparing(ward -> verdict(ward))
                        .thenComparing(ward -> newest(ward), Comparator.reverseOrder()))
                .flatMap(Ward::visible);
    }

    /** What holds of the database: the verdict of its best replica, and at least a warning when another one is worse. */
    Verdict verdict(Guarded database) {
        return DatabaseVerdict.of(database.wards().stream().map(this::verdict).toList());
    }

    private Verdict verdict(Ward ward) {
        return results.latestCheck(ward.id()).map(CheckResult::verdict).orElse(Verdict.UNKNOWN);
    }

    private Instant newest(Ward ward) {
        return results.latestCheck(ward.id())
                .flatMap(check -> check.seen().newest())
                .map(RecoveryPoint::time)
                .orElse(Instant.MIN);
    }
}
