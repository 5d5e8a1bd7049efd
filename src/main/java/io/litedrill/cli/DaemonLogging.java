package io.litedrill.cli;

import ch.qos.logback.classic.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A daemon tells what it does; a command that somebody waits for does not. */
final class DaemonLogging {
    private DaemonLogging() {}

    /** Logs from level INFO on what is Litedrill's own; a level that was set lower stays. */
    static void tell() {
        Logger own = LoggerFactory.getLogger("io.litedrill");
        if (own instanceof ch.qos.logback.classic.Logger logback && !logback.isInfoEnabled()) {
            logback.setLevel(Level.INFO);
        }
    }
}
