package io.litedrill.history;

import io.litedrill.recover.Audit;
import java.time.Instant;

/**
 * An attempt, and when it was kept.
 *
 * @param at when it was answered
 */
public record KeptAttempt(Instant at, Audit.Attempt attempt) {}
