package io.litedrill.history;

import java.time.Instant;
import java.util.Optional;

/**
 * When things happened to a replica for the last time.
 *
 * @param check when the last check began, whatever came of it
 * @param drill when the last drill ended, whatever came of it
 * @param passedDrill when the last drill that passed ended
 * @param failedDrill when the last drill that failed ended
 * @param restore when the last real restore that wrote a database ended
 */
public record LastTimes(
        Optional<Instant> check,
        Optional<Instant> drill,
        Optional<Instant> passedDrill,
        Optional<Instant> failedDrill,
        Optional<Instant> restore) {}
