package io.litedrill.config;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds the tests and comparisons of a restored copy that go beyond its integrity.
 *
 * @param minRows the minimum row count of each table
 * @param freshness how recent the data must be
 * @param command a program provided by the owner
 * @param compareRows whether row counts are compared with those of the last good drill, and of older snapshots
 * @param compareLive whether the copy is compared with the live database, where that can be read
 * @param liveTimeout the time limit for reading the live database; positive
 */
public record DeepConfig(
        Map<String, Integer> minRows,
        Optional<Freshness> freshness,
        Command command,
        boolean compareRows,
        boolean compareLive,
        Duration liveTimeout) {
    /** The defaults. */
    public static final DeepConfig DEFAULTS =
            new DeepConfig(Map.of(), Optional.empty(), Command.NONE, true, true, Duration.ofSeconds(5));

    /** Copies the map. */
    public DeepConfig {
        minRows = Collections.unmodifiableMap(new LinkedHashMap<>(minRows));
    }

    /**
     * Requires recent data in a restored copy.
     *
     * @param sql one statement that reads; returns the newest time
     * @param maxAge the maximum distance of that time from the recovery point; positive
     */
    public record Freshness(String sql, Duration maxAge) {}

    /**
     * Describes a program that tests a restored file.
     *
     * @param arguments the arguments; empty for no program; for a shell line, one element
     * @param shell whether the command is a line for the shell
     * @param timeout the time limit; positive
     */
    public record Command(List<String> arguments, boolean shell, Duration timeout) {
        static final Command NONE = new Command(List.of(), false, Duration.ofMinutes(5));

        /** Copies the list. */
        public Command {
            arguments = List.copyOf(arguments);
        }
    }
}
