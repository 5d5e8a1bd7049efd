package io.litedrill.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HousekeepingTest {
    @Test
    void memoryIsCollectedAgainAndAgain() {
        try (Housekeeping housekeeping = new Housekeeping()) {
            housekeeping.collectMemory(Duration.ofMillis(20));
            for (int round = 0; round < 2; round++) {
                WeakReference<Object> garbage = new WeakReference<>(new Object());

                await().until(() -> garbage.get() == null);
            }
        }
    }

    /** Java 17 and 25 of Debian and Temurin can, on glibc. */
    @Test
    void nativeMemoryIsGivenBack() {
        assertThat(NativeMemory.trim()).isTrue();
    }
}
