package io.litedrill.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ApiLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.litedrill.http");
    private final Lines lines = new Lines();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.DEBUG);
        logger.addAppender(lines);
        lines.start();
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
        // later tests in the same process send hundreds of thousands of requests
        logger.setLevel(null);
    }

    @Test
    void aRequestIsLoggedWithoutItsSecrets() {
        try (RunningApi api = RunningApi.with(Optional.of(RunningApi.TOKEN), true)) {
            api.post(RunningApi.DATABASE + "/drills?token=" + RunningApi.TOKEN);
            api.post(RunningApi.DATABASE + "/drills", "{\"token\":\"" + RunningApi.TOKEN + "\"}");

            await().untilAsserted(() -> assertThat(lines.texts)
                    .anyMatch(line -> line.matches("DEBUG POST \\S*%2Fmain.db/drills 202 in \\d+ ms"))
                    .anyMatch(line -> line.matches("DEBUG POST \\S*%2Fmain.db/drills 400 in \\d+ ms")));
        }
        assertThat(lines.texts).noneMatch(line -> line.contains(RunningApi.TOKEN));
    }

    @Test
    void anApiBeyondLoopbackWithoutATokenSaysAtItsStartThatItIsShut() {
        RunningApi.with(Optional.empty(), false).close();

        assertThat(lines.texts)
                .anyMatch(line -> line.startsWith("WARN ") && line.contains("only /metrics, /healthz and /readyz"));
    }

    @Test
    void anApiWithATokenBeyondLoopbackSaysNothing() {
        RunningApi.with(Optional.of(RunningApi.TOKEN), false).close();

        assertThat(lines.texts).noneMatch(line -> line.startsWith("WARN "));
    }

    /** Stores log events. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final List<String> texts = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            texts.add(event.getLevel() + " " + event.getFormattedMessage());
        }
    }
}
