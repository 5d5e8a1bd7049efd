package io.litedrill.history;

/**
 * Holds the state of a history for metrics, without asking the database.
 *
 * @param available whether the last write, and the last attempt to reach the database, succeeded
 * @param pending the number of results that wait until they can be written
 * @param lost the number of results since the start that were never written
 */
public record HistoryStatus(boolean available, int pending, long lost) {}
