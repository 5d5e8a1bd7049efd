package io.litedrill.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class S3TimerTest {
    /** Otherwise the timer holds each request of the last minute. */
    @Test
    void aRequestThatHasEndedIsNotKept() {
        ScheduledThreadPoolExecutor timer = S3Connection.timer();
        for (int i = 0; i < 100; i++) {
            timer.schedule(() -> {}, 1, TimeUnit.MINUTES).cancel(false);
        }

        assertThat(timer.getQueue()).isEmpty();
        timer.shutdownNow();
    }
}
