package io.litedrill.history;

import io.litedrill.recover.Audit;
import java.time.Instant;

/**
 * Holds a request, and the time when it was stored.
 *
 * @param at when the request was answered
 */
public record KeptAttempt(Instant at, Audit.Attempt attempt) {}
