package io.litedrill.drill;

import java.time.Instant;

/**
 * Names a state that a drill restored, tested and counted.
 *
 * @param drill which drill, for people: {@code the drill of 2026-11-01T12:00:00Z}
 * @param state the time of its recovery point
 * @param rows of all its tables
 */
public record DrilledState(String drill, Instant state, long rows) {}
