package io.litedrill.drill;

import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import java.util.Optional;

/** What is known of the rows that a restored database without any should have. */
@FunctionalInterface
public interface ExpectedRows {
    /** Nothing is known but what older snapshots of the replica show. */
    ExpectedRows NONE = (scan, point) -> Optional.empty();

    /** A database may be empty, and nobody minds. */
    ExpectedRows ANY = (scan, point) -> Optional.of(new Known("the owner", 0));

    /**
     * What is known beside the state of this point; empty for nothing. No rows known accepts none restored.
     *
     * @param scan what the point was planned from
     */
    Optional<Known> of(Scan scan, RecoveryPoint point);

    /**
     * How many rows there were.
     *
     * @param where for people: {@code the live database}
     */
    record Known(String where, long rows) {}
}
