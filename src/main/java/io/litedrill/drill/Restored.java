package io.litedrill.drill;

import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.timeline.TimeRequest;
import io.litedrill.verify.CheckOutcome;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Describes a restored database and its tests.
 *
 * @param point the restored recovery point: the requested one, or the fallback
 * @param request the requested time, if any
 * @param userVersion {@code PRAGMA user_version}; empty when the file cannot be opened
 * @param databaseBytes size of the file in bytes
 * @param rows number of rows in all tables; empty when a table could not be counted
 * @param checks the checks, in the order in which they ran
 * @param fallback set when the requested point was not restored and this earlier one was
 * @param source where the database was restored from
 */
public record Restored(
        RecoveryPoint point,
        TimeRequest request,
        OptionalLong userVersion,
        long databaseBytes,
        OptionalLong rows,
        List<CheckOutcome> checks,
        Optional<Fallback> fallback,
        Source source) {
    /** Describes a database that was restored from the replica. */
    public Restored(
            RecoveryPoint point,
            TimeRequest request,
            OptionalLong userVersion,
            long databaseBytes,
            OptionalLong rows,
            List<CheckOutcome> checks,
            Optional<Fallback> fallback) {
        this(point, request, userVersion, databaseBytes, rows, checks, fallback, Source.REPLICA);
    }

    /** Copies the list. */
    public Restored {
        checks = List.copyOf(checks);
    }

    /** Returns true when SQLite's own checks found damage. */
    public boolean isMalformed() {
        return RestoreFindings.isMalformed(checks);
    }

    /** Returns a copy with further checks. */
    Restored with(List<CheckOutcome> more) {
        List<CheckOutcome> all = Stream.concat(checks.stream(), more.stream()).toList();
        return new Restored(point, request, userVersion, databaseBytes, rows, all, fallback, source);
    }

    /** Returns a copy from another source. */
    public Restored from(Source other) {
        return new Restored(point, request, userVersion, databaseBytes, rows, checks, fallback, other);
    }
}
