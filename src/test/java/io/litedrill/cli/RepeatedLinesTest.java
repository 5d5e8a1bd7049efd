package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Javalin's log lines about a port in use do not reach the user; other lines of its logger do. */
class RepeatedLinesTest {
    @Test
    void theLineOfJavalinIsDropped() throws IOException {
        Logger logger = (Logger) LoggerFactory.getLogger("io.javalin.Javalin");
        ListAppender<ILoggingEvent> all = new ListAppender<>();
        ListAppender<ILoggingEvent> kept = new ListAppender<>();
        RepeatedLines lines = new RepeatedLines();
        lines.start();
        kept.addFilter(lines);
        for (ListAppender<ILoggingEvent> each : List.of(all, kept)) {
            each.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
            each.start();
            logger.addAppender(each);
        }
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Javalin javalin = Javalin.create();
            assertThat(catchThrowable(() -> javalin.start("127.0.0.1", taken.getLocalPort())))
                    .isNotNull();
            logger.error("another line");
        } finally {
            logger.detachAppender(all);
            logger.detachAppender(kept);
        }

        assertThat(all.list)
                .filteredOn(event -> event.getLevel() == Level.ERROR)
                .extracting(ILoggingEvent::getFormattedMessage)
                .contains("Failed to start Javalin");
        assertThat(kept.list)
                .filteredOn(event -> event.getLevel() == Level.ERROR)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("another line");
    }
}
