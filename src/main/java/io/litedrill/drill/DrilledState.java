package io.litedrill.drill;

import java.time.Instant;

/**
 * Names a state that a drill restored, tested and counted.
 *
 * @param drill name of the drill for messages: {@code the drill of 2026-11-01T12:00:00Z}
 * @param state time of its recovery point
 * @param rows number of rows in all its tables
 */
public record DrilledState(String drill, Instant state, long rows) {}
