package io.litedrill.cli;

import ch.qos.logback.classic.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Enables the log output of a daemon. Other commands log only problems. */
final class DaemonLogging {
    private DaemonLogging() {}

    /** Sets the level of Litedrill's own loggers to INFO; keeps a lower level that was set. */
    static void tell() {
        Logger own = LoggerFactory.getLogger("io.litedrill");
        if (own instanceof ch.qos.logback.classic.Logger logback && !logback.isInfoEnabled()) {
            logback.setLevel(Level.INFO);
        }
    }
}
