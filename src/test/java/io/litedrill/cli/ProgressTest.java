package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final int PAGES = 100_000;

    /**
     * A restore reports each page. Formatting a text for each one took a tenth of the time of a command without a
     * terminal.
     */
    @Test
    void progressThatIsNotShownIsNotFormatted() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream pipe = new PrintStream(printed, true, StandardCharsets.UTF_8);
        try (Progress progress = new Progress(Terminal.pipes(pipe, pipe), "restoring app")) {
            progress.wrote(1);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < PAGES; i++) {
                progress.wrote(1);
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes allocated for %d pages", PAGES)
                    .isLessThan(PAGES);
        }
        assertThat(printed.size()).isZero();
    }
}
