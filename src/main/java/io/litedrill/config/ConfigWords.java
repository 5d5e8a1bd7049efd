package io.litedrill.config;

import io.litedrill.verify.Expectations;
import io.litedrill.verify.Expectations.ForeignKeyMode;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Maps values of the engines to their words in litedrill.yml, for the reader and the printer. */
final class ConfigWords {
    private static final Map<ForeignKeyMode, Object> FOREIGN_KEYS =
            Map.of(ForeignKeyMode.OFF, false, ForeignKeyMode.REPORT, true, ForeignKeyMode.STRICT, "strict");

    private ConfigWords() {}

    static Optional<Expectations.Mode> mode(String word) {
        return Arrays.stream(Expectations.Mode.values())
                .filter(mode -> mode.pragma().equals(word))
                .findFirst();
    }

    static Optional<ForeignKeyMode> foreignKeys(String word) {
        return FOREIGN_KEYS.entrySet().stream()
                .filter(entry -> entry.getValue().toString().equals(word))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Returns the word or boolean for a mode of foreign key checks. */
    static Object of(ForeignKeyMode mode) {
        return FOREIGN_KEYS.getOrDefault(mode, true);
    }

    /** Returns the selection of recovery points: true for a random point besides the newest. */
    static Optional<Boolean> randomPoint(String word) {
        return switch (word) {
            case "newest" -> Optional.of(false);
            case "random" -> Optional.of(true);
            default -> Optional.empty();
        };
    }

    /** Returns whether drills keep their database for the next one. */
    static Optional<Boolean> incremental(String word) {
        return switch (word) {
            case "full" -> Optional.of(false);
            case "incremental" -> Optional.of(true);
            default -> Optional.empty();
        };
    }

    static String ofMode(boolean incremental) {
        return incremental ? "incremental" : "full";
    }

    static String ofPoint(boolean random) {
        return random ? "random" : "newest";
    }
}
