package io.litedrill.replica;

import java.time.Instant;
import java.util.Optional;

/**
 * A hole between recovery points.
 *
 * @param after the last recovery point before the hole, if there is one
 * @param before time of the first file behind the hole (reachable or not)
 * @param missing what is not there, in the replica's own terms: {@code WAL index 00000003}, {@code TXID 0000000000000007}
 * @param where the address of the file behind the hole
 * @param newestBehind time of the newest file behind the hole that no other chain reaches; empty when the points behind
 *     it are reachable another way
 */
public record Gap(
        Optional<RecoveryPoint> after, Instant before, String missing, String where, Optional<Instant> newestBehind) {}
