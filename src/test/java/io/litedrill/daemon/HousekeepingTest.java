package io.litedrill.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HousekeepingTest {
    /** Runs in another process: collects memory, and ends after garbage was freed twice. */
    public static void main(String[] args) {
        try (Housekeeping housekeeping = new Housekeeping()) {
            housekeeping.collectMemory(Duration.ofMillis(20));
            for (int round = 0; round < 2; round++) {
                WeakReference<Object> garbage = new WeakReference<>(new Object());

                await().until(() -> garbage.get() == null);
            }
        }
    }

    /** Uses another process, because Surefire's processes have {@code -XX:+DisableExplicitGC}. */
    @Test
    void memoryIsCollectedAgainAndAgain() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HousekeepingTest.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
    }

    /** Java 17 and 25 of Debian and Temurin support it, on glibc. */
    @Test
    void nativeMemoryIsGivenBack() {
        assertThat(NativeMemory.trim()).isTrue();
    }
}
