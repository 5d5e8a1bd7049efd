package io.litedrill.app;

import io.litedrill.replica.RecoveryPoint;
import io.litedrill.verify.Assertion;
import java.time.Instant;
import java.util.Optional;

/**
 * Describes a search for the last recovery point at which an assertion holds.
 *
 * @param from only points at or after this time
 * @param to only points at or before this time
 */
public record BisectOrder(Assertion assertion, Optional<Instant> from, Optional<Instant> to) {
    boolean includes(RecoveryPoint point) {
        return from.filter(point.time()::isBefore).isEmpty()
                && to.filter(point.time()::isAfter).isEmpty();
    }
}
