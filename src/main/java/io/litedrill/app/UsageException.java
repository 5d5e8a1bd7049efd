package io.litedrill.app;

import io.litedrill.config.ConfigException;

/**
 * Reports wrong usage of the command line or a configuration that cannot be used. The message says what to use
 * instead.
 */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Reports wrong arguments of the command line. */
    public UsageException(String message) {
        super(message);
    }

    /** Reports a configuration, with a line for each of its problems. */
    UsageException(ConfigException unusable) {
        super(unusable.getMessage(), unusable);
    }
}
