package io.litedrill.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Set;

/** Drops log lines of libraries that repeat an error which Litedrill reports with its cause and the next step. */
final class RepeatedLines extends Filter<ILoggingEvent> {
    /** Javalin also logs exceptions that are reported by no other line, so its logger cannot be switched off. */
    private static final Set<String> LINES = Set.of("Failed to start Javalin");

    @Override
    public FilterReply decide(ILoggingEvent event) {
        return LINES.contains(event.getFormattedMessage()) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
