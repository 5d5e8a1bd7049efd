package io.litedrill.drill;

import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.timeline.TimeRequest;
import io.litedrill.verify.CheckOutcome;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A database that came out of a replica, and what was tested of it.
 *
 * @param point the recovery point that was restored: the wanted one, or the fallback
 * @param request the time that was requested, if one was
 * @param userVersion {@code PRAGMA user_version}; empty when the file cannot be opened
 * @param databaseBytes size of the file
 * @param rows of all its tables; empty where not all of them could be counted
 * @param checks what was tested, in order
 * @param fallback set when the wanted point did not restore and this earlier one did
 */
public record Restored(
        RecoveryPoint point,
        TimeRequest request,
        OptionalLong userVersion,
        long databaseBytes,
        OptionalLong rows,
        List<CheckOutcome> checks,
        Optional<Fallback> fallback) {
    /** Copies the list. */
    public Restored {
        checks = List.copyOf(checks);
    }

    /** Returns true when SQLite's own checks found damage. */
    public boolean isMalformed() {
        return RestoreFindings.isMalformed(checks);
    }

    /** The same after more was tested. */
    Restored with(List<CheckOutcome> more) {
        List<CheckOutcome> all = Stream.concat(checks.stream(), more.stream()).toList();
        return new Restored(point, request, userVersion, databaseBytes, rows, all, fallback);
    }
}
