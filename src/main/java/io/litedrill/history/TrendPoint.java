package io.litedrill.history;

import io.litedrill.check.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Summarizes the checks of a replica in one part of a period.
 *
 * @param from when the first of these checks began
 * @param lag the greatest lag; empty when it was unknown in all checks
 * @param bytes the greatest size of the replica, in bytes
 * @param verdict the worst verdict
 * @param checks the number of checks, 1 or more
 */
public record TrendPoint(Instant from, Optional<Duration> lag, long bytes, Verdict verdict, int checks) {
    /** Returns the summary of these checks and later ones. */
    TrendPoint and(TrendPoint later) {
        Optional<Duration> greatest =
                Stream.of(lag, later.lag).flatMap(Optional::stream).max(Comparator.naturalOrder());
        Verdict worst = verdict.compareTo(later.verdict) >= 0 ? verdict : later.verdict;
        return new TrendPoint(from, greatest, Math.max(bytes, later.bytes), worst, checks + later.checks);
    }
}
