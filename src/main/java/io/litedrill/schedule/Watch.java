package io.litedrill.schedule;

import java.time.Instant;
import java.util.Optional;

/**
 * A database that is looked after.
 *
 * @param database its name, unique in a scheduler
 * @param lastDrill when the last drill that came to a conclusion ended, from history. One that was interrupted does not
 *     count: it is still due
 */
public record Watch(String database, Job check, Job drill, Timing timing, Optional<Instant> lastDrill) {}
