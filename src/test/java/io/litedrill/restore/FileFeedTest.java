package io.litedrill.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.replica.format.BlockPool;
import io.litedrill.replica.format.BlockStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A file that is opened ahead, and read after another one. */
@Timeout(30)
class FileFeedTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockPool pool = new BlockPool();
    private final CountDownLatch opened = new CountDownLatch(1);
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private RawBlocks file(String content) {
        return new RawBlocks(
                new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)) {
                    @Override
                    public synchronized int read(byte[] target, int from, int count) {
                        reads.addAndGet(content.equals("second") ? 1 : 0);
                        return super.read(target, from, count);
                    }
                },
                pool);
    }

    private FileFeed after(FileFeed first) {
        return FileFeed.after(
                first,
                () -> {
                    opened.countDown();
                    return file("second");
                },
                threads,
                pool,
                ended::incrementAndGet);
    }

    @Test
    void aFileIsOpenedAheadAndReadAfterTheOther() throws Exception {
        try (FileFeed first = FileFeed.now(() -> file("first"), threads, pool, () -> {});
                FileFeed second = after(first)) {
            assertThat(opened.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(reads).hasValue(0);

            assertThat(first.readAllBytes()).asString().isEqualTo("first");
            assertThat(ended).hasValue(0);
            assertThat(second.readAllBytes()).asString().isEqualTo("second");
            assertThat(ended).hasPositiveValue();
        }
    }

    @Test
    void aFileThatIsClosedBeforeItsTurnHasEnded() throws Exception {
        FileFeed first = FileFeed.now(() -> file("first"), threads, pool, () -> {});
        after(first).close();
        assertThat(ended).hasPositiveValue();
        first.close();
    }

    /** What a library of a store does with an interrupt, whose state it has cleared. */
    private interface Answer {
        BlockStream toInterrupt() throws IOException;
    }

    private void assertThreadEndsAfterClose(Answer answer) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        FileFeed.Opening opening = () -> {
            opened.countDown();
            try {
                never.await();
            } catch (InterruptedException cleared) {
                return answer.toInterrupt();
            }
            return file("never");
        };
        FileFeed file = FileFeed.now(opening, threads, pool, () -> {});
        assertThat(opened.await(10, TimeUnit.SECONDS)).isTrue();

        file.close();

        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aClosedFileEndsItsThreadThoughItsInterruptIsCleared() throws Exception {
        assertThreadEndsAfterClose(() -> {
            throw new InterruptedIOException("stopped");
        });
    }

    /** A store requests the rest of a response that broke off. */
    @Test
    void aClosedFileEndsItsThreadThoughItIsReadOn() throws Exception {
        assertThreadEndsAfterClose(() -> file("more"));
    }

    @Test
    void aFileThatIsLeftOutDelaysNoOther() throws IOException {
        FileFeed first = FileFeed.now(() -> file("first"), threads, pool, () -> {});
        try (FileFeed second = after(first)) {
            first.close();
            assertThat(second.readAllBytes()).asString().isEqualTo("second");
        }
    }
}
