package io.litedrill.replica;

import java.time.Instant;

/** Identifies the state that a caller requests. */
public sealed interface Point {
    /** The newest state that the replica holds. */
    record Newest() implements Point {}

    /** The newest state that was written no later than this time. */
    record AtTime(Instant time) implements Point {}

    /** The state after exactly this transaction ({@code ltx}) or at exactly this offset ({@code wal}). */
    record AtPosition(Position position) implements Point {}
}
