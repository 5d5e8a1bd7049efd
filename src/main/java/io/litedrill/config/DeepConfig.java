package io.litedrill.config;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a restored copy is tested for and compared with beyond its own soundness.
 *
 * @param minRows the least number of rows of each table
 * @param freshness how recent the data must be
 * @param command a program of the owner's
 * @param compareRows whether rows are compared with those of the last good drill, and of older snapshots
 * @param compareLive whether it is compared with the live database, where that can be read
 * @param liveTimeout positive; how long reading the live database may take
 */
public record DeepConfig(
        Map<String, Integer> minRows,
        Optional<Freshness> freshness,
        Command command,
        boolean compareRows,
        boolean compareLive,
        Duration liveTimeout) {
    /** What holds when nothing is said. */
    public static final DeepConfig DEFAULTS =
            new DeepConfig(Map.of(), Optional.empty(), Command.NONE, true, true, Duration.ofSeconds(5));

    /** Copies the map. */
    public DeepConfig {
        minRows = Collections.unmodifiableMap(new LinkedHashMap<>(minRows));
    }

    /**
     * How recent the data must be, when it is restored.
     *
     * @param sql one statement that reads; gives the newest time
     * @param maxAge positive; how far that may lie before the recovery point
     */
    public record Freshness(String sql, Duration maxAge) {}

    /**
     * A program that tests a restored file.
     *
     * @param arguments empty for none; of one, it is a line for the shell
     * @param shell whether it is a line for the shell
     * @param timeout positive
     */
    public record Command(List<String> arguments, boolean shell, Duration timeout) {
        static final Command NONE = new Command(List.of(), false, Duration.ofMinutes(5));

        /** Copies the list. */
        public Command {
            arguments = List.copyOf(arguments);
        }
    }
}
