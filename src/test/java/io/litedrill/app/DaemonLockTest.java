package io.litedrill.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class DaemonLockTest {
    @TempDir
    Path home;

    private final Logger logger = (Logger) LoggerFactory.getLogger(DaemonLock.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void collect() {
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    @Test
    void aSecondDaemonIsNamedAndAFirstOneIsNot() throws IOException {
        try (DaemonLock first = DaemonLock.hold(Optional.of(home), false)) {
            assertThat(lines.list).as("%s alone", first).isEmpty();
            try (DaemonLock second = DaemonLock.hold(Optional.of(home), false)) {
                assertThat(lines.list)
                        .as("%s too", second)
                        .singleElement()
                        .extracting(ILoggingEvent::getFormattedMessage)
                        .asString()
                        .startsWith(home + ": another daemon runs with this home.");
            }
        }
        DaemonLock.hold(Optional.of(home), false).close();
        assertThat(lines.list).as("after both have ended").hasSize(1);
    }

    /** Each check of a cluster runs on one node, with any home. */
    @Test
    void nodesOfAClusterShareAHomeWithoutAWarning() {
        try (DaemonLock first = DaemonLock.hold(Optional.of(home), true);
                DaemonLock second = DaemonLock.hold(Optional.of(home), true)) {
            assertThat(lines.list)
                    .as("%s and %s", first, second)
                    .singleElement()
                    .satisfies(line -> {
                        assertThat(line.getLevel()).isEqualTo(Level.INFO);
                        assertThat(line.getFormattedMessage()).contains("Nodes of one cluster may share it; stop a");
                    });
        }
    }

    @Test
    void aHomeThatIsNotThereYetIsCreated() {
        Path later = home.resolve("later");

        try (DaemonLock first = DaemonLock.hold(Optional.of(later), false)) {
            assertThat(DaemonLock.of(Optional.of(later), false)).as("%s", first).isEqualTo(DaemonLock.Presence.RUNNING);
        }
        assertThat(DaemonLock.of(Optional.of(later), false)).isEqualTo(DaemonLock.Presence.NONE);
    }
}
