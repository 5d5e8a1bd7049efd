package io.litedrill.history;

import java.time.Instant;
import java.util.Optional;

/**
 * Holds the last times of the events of a replica.
 *
 * @param check when the last check began, with any outcome
 * @param drill when the last drill ended, with any outcome
 * @param passedDrill when the last passed drill ended
 * @param failedDrill when the last failed drill ended
 * @param conclusiveScrub when the last scrub that could read all files ended
 * @param restore when the last real restore that wrote a database ended
 */
public record LastTimes(
        Optional<Instant> check,
        Optional<Instant> drill,
        Optional<Instant> passedDrill,
        Optional<Instant> failedDrill,
        Optional<Instant> conclusiveScrub,
        Optional<Instant> restore) {}
