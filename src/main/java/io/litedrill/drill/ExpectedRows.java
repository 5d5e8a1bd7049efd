package io.litedrill.drill;

import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import java.util.Optional;

/** Returns the number of rows that a restored database without rows should have. */
@FunctionalInterface
public interface ExpectedRows {
    /** No expectation: only older snapshots of the replica show whether rows are missing. */
    ExpectedRows NONE = (scan, point) -> Optional.empty();

    /** An empty database is accepted. */
    ExpectedRows ANY = (scan, point) -> Optional.of(new Known("the owner", 0));

    /**
     * Returns the rows expected at this point; empty when unknown. With an expectation of 0 rows, a restored database
     * without rows is accepted.
     *
     * @param scan the scan by which the restore was planned
     */
    Optional<Known> of(Scan scan, RecoveryPoint point);

    /**
     * Holds an expected number of rows.
     *
     * @param where source of the number, for messages: {@code the live database}
     * @param rows number of rows in all tables
     */
    record Known(String where, long rows) {}
}
