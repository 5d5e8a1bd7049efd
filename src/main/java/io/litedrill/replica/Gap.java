package io.litedrill.replica;

import java.time.Instant;
import java.util.Optional;

/**
 * A stretch of time without recovery points, between recovery points or after the newest.
 *
 * @param after the last recovery point before it, if there is one
 * @param before time of the first file behind it, whether or not that file can be reached
 * @param missing what is not there, in the replica's own terms: {@code WAL index 00000003}, {@code TXID 0000000000000007}
 * @param hole the address of the first file behind it, which lacks its predecessor; empty where no file is missing because one
 *     generation or layout ended and another began
 * @param newestBehind time of the newest file behind it that nothing else reaches; empty when what is behind is reachable
 *     another way
 */
public record Gap(
        Optional<RecoveryPoint> after,
        Instant before,
        String missing,
        Optional<String> hole,
        Optional<Instant> newestBehind) {
    /** Whether a file is missing, as against one generation or layout following another. */
    public boolean isHole() {
        return hole.isPresent();
    }
}
