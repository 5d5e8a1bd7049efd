package io.litedrill.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressWatchTest {
    // A period of this length never elapses during a test, so only the test triggers the guard.
    private static final Timeouts PATIENCE = new Timeouts(
            Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofHours(8), 1000);

    private final AtomicLong nanos = new AtomicLong(-5);
    private final AtomicInteger aborts = new AtomicInteger();
    private final ProgressWatch watch = new ProgressWatch(PATIENCE, nanos::get);
    private final ProgressWatch.Guard guard = watch.guard(aborts::incrementAndGet);

    @AfterEach
    void close() {
        guard.close();
        watch.close();
    }

    @Test
    void endsAReadThatWaitsForAWholePeriod() {
        guard.begin();
        pass(Duration.ofHours(8).minusNanos(1));
        guard.check();
        assertThat(aborts).hasValue(0);

        pass(Duration.ofNanos(1));
        guard.check();
        assertThat(aborts).hasValue(1);
        assertThat(guard.stalled()).isTrue();
    }

    @Test
    void endsReadsThatTogetherMoveTooLittle() {
        for (int hour = 0; hour < 8; hour++) {
            guard.begin();
            pass(Duration.ofHours(1));
            guard.end(100);
        }
        guard.begin();
        guard.check();

        assertThat(aborts).hasValue(1);
    }

    @Test
    void doesNotCountTimeWithoutAReader() {
        guard.begin();
        guard.end(1);
        pass(Duration.ofDays(10));
        guard.check();
        guard.begin();
        pass(Duration.ofHours(7));
        guard.check();

        assertThat(aborts).hasValue(0);
        assertThat(guard.stalled()).isFalse();
    }

    @Test
    void countsAnewAfterAPeriodWithEnoughProgress() {
        guard.begin();
        pass(Duration.ofHours(8));
        guard.end(1000);
        guard.begin();
        guard.check();
        pass(Duration.ofHours(7));
        guard.check();
        assertThat(aborts).hasValue(0);

        pass(Duration.ofHours(1));
        guard.check();
        assertThat(aborts).hasValue(1);
    }

    @Test
    void abortsOnce() {
        guard.begin();
        pass(Duration.ofHours(9));
        guard.check();
        pass(Duration.ofHours(9));
        guard.check();

        assertThat(aborts).hasValue(1);
    }

    @Test
    void looksByItself() throws Exception {
        Timeouts hasty = new Timeouts(
                Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMillis(20), 1000);
        CountDownLatch aborted = new CountDownLatch(1);
        try (ProgressWatch ticking = new ProgressWatch(hasty, System::nanoTime);
                ProgressWatch.Guard ticked = ticking.guard(aborted::countDown)) {
            ticked.begin();

            await().atMost(Duration.ofSeconds(10)).until(() -> aborted.getCount() == 0);
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
