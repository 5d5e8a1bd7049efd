package io.litedrill.notify;

import io.litedrill.check.Severity;
import java.util.Locale;
import java.util.Optional;

/** The weight of a message, from light to heavy. */
public enum Level {
    /** A real restore ran. */
    INFO,
    /** The backup restores, with a problem. */
    WARNING,
    /** Not known: the replica could not be read. */
    UNKNOWN,
    /** Data would be lost. */
    CRITICAL;

    static Optional<Level> of(Severity severity) {
        return switch (severity) {
            case NOTE -> Optional.empty();
            case WARNING -> Optional.of(WARNING);
            case UNKNOWN -> Optional.of(UNKNOWN);
            case CRITICAL -> Optional.of(CRITICAL);
        };
    }

    /** Returns the name for messages and configurations. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
