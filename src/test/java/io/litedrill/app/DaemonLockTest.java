package io.litedrill.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class DaemonLockTest {
    @TempDir
    Path home;

    @Test
    void aSecondDaemonIsNamedAndAFirstOneIsNot() throws IOException {
        Logger logger = (Logger) LoggerFactory.getLogger(DaemonLock.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            try (DaemonLock first = DaemonLock.hold(Optional.of(home))) {
                assertThat(lines.list).as("%s alone", first).isEmpty();
                try (DaemonLock second = DaemonLock.hold(Optional.of(home))) {
                    assertThat(lines.list)
                            .as("%s too", second)
                            .singleElement()
                            .extracting(ILoggingEvent::getFormattedMessage)
                            .asString()
                            .startsWith(home + ": another daemon runs with this home.");
                }
            }
            DaemonLock.hold(Optional.of(home)).close();
            assertThat(lines.list).as("after both have ended").hasSize(1);
        } finally {
            logger.detachAppender(lines);
        }
    }

    @Test
    void aHomeThatIsNotThereYetIsCreated() {
        Path later = home.resolve("later");

        try (DaemonLock first = DaemonLock.hold(Optional.of(later))) {
            assertThat(DaemonLock.of(Optional.of(later), false)).as("%s", first).isEqualTo(DaemonLock.Presence.RUNNING);
        }
        assertThat(DaemonLock.of(Optional.of(later), false)).isEqualTo(DaemonLock.Presence.NONE);
    }
}
