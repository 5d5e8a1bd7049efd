package io.litedrill.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PatientStartTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final CountDownLatch answer = new CountDownLatch(1);
    private final Queue<String> ended = new ConcurrentLinkedQueue<>();
    private PatientStart start = new PatientStart(LONG);

    @AfterEach
    void close() {
        start.close();
    }

    private String step(String name) {
        ended.add(name);
        return name;
    }

    private String slow() {
        try {
            answer.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return step("slow");
    }

    @Test
    void aStepThatEndsInTimeReturnsItsResultOrItsFailure() {
        assertThat(start.run("join", () -> step("joined"))).contains("joined");
        assertThatThrownBy(() -> start.run("join", () -> {
                    throw new IllegalStateException("refused");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("refused");
    }

    @Test
    void aStepThatWaitsForADatabaseEndsInTheBackground() {
        start.close();
        start = new PatientStart(Duration.ofMillis(10));
        assertThat(start.run("join", this::slow)).isEmpty();
        assertThat(start.run("load", () -> step("load"))).isEmpty();
        assertThat(ended).isEmpty();

        answer.countDown();

        await().atMost(LONG).until(() -> ended.size() == 2);
        assertThat(ended).containsExactly("slow", "load");
    }
}
