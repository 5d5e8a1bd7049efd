package io.litedrill.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final List<Long> waits = new ArrayList<>();
    private long now = Long.MAX_VALUE - SECOND;
    private final RateLimit limit = new RateLimit(() -> now, this::sleep);

    private void sleep(long nanos) {
        waits.add(nanos);
        now += nanos;
    }

    @Test
    void withoutALimitNothingWaits() {
        limit.read(1L << 40);

        assertThat(waits).isEmpty();
        assertThat(limit.bytesPerSecond()).isEmpty();
    }

    @Test
    void afterTheFirstSecondBytesArriveAtTheLimit() {
        limit.set(Optional.of(1000L));

        limit.read(1000);
        assertThat(waits).as("the second before").isEmpty();
        limit.read(500);
        limit.read(250);
        limit.read(1);
        assertThat(waits).containsExactly(SECOND / 2, SECOND / 4, SECOND / 1000);
    }

    @Test
    void aPauseGivesOneSecondAtMost() {
        limit.set(Optional.of(1000L));
        limit.read(1000);
        now += 60 * SECOND;

        limit.read(3000);

        assertThat(waits).containsExactly(2 * SECOND);
    }

    @Test
    void aLongPauseAtAHighLimitGivesOneSecondToo() {
        limit.set(Optional.of(1L << 32));
        for (long hours : List.of(1L, 2L, 24L, 500L)) {
            limit.read(1L << 32);
            waits.clear();
            now += hours * 3600 * SECOND;

            limit.read(1L << 33);

            assertThat(waits).as("after %s hours", hours).containsExactly(SECOND);
        }
    }

    @Test
    void anotherLimitHoldsForTheNextBytes() {
        limit.set(Optional.of(1000L));
        limit.read(2000);
        limit.set(Optional.of(4000L));
        limit.read(1000);
        limit.set(Optional.empty());
        limit.read(1000);

        assertThat(waits).containsExactly(SECOND, SECOND / 4);
    }

    /**
     * Two threads that read at the same time wait one after the other: the second one's bytes arrive after those of
     * the first.
     */
    @Test
    void allReadersShareOneLimit() {
        List<Long> asked = new ArrayList<>();
        RateLimit shared = new RateLimit(() -> now, asked::add);
        shared.set(Optional.of(1000L));
        shared.read(1000);

        shared.read(1000);
        shared.read(1000);

        assertThat(asked).containsExactly(SECOND, 2 * SECOND);
    }

    @Test
    void theBodiesOfAStoreAreLimitedAndItsListingsAreNot() throws Exception {
        limit.set(Optional.of(100L));
        MemoryObjectStore memory = new MemoryObjectStore();
        memory.put("a", new byte[300]);
        ObjectStore store = memory.withListener(limit);

        store.list("", "", object -> true);
        try (InputStream body = store.open("a", 0, 300)) {
            assertThat(body.readAllBytes()).hasSize(300);
        }

        assertThat(waits.stream().mapToLong(Long::longValue).sum()).isEqualTo(2 * SECOND);
    }

    @Test
    void aChangeOfTheLimitHoldsForThreadsThatWait() throws Exception {
        for (Optional<Long> more : List.of(Optional.<Long>empty(), Optional.of(1L << 50))) {
            RateLimit real = new RateLimit();
            real.set(Optional.of(1L));
            Thread reader = new Thread(() -> real.read(1L << 40));
            reader.start();
            await().until(() -> reader.getState() == Thread.State.TIMED_WAITING);

            real.set(Optional.of(2L));
            real.set(more);

            reader.join(Duration.ofSeconds(30).toMillis());
            assertThat(reader.isAlive()).isFalse();
        }
    }

    @Test
    void anInterruptedThreadDoesNotWait() {
        RateLimit real = new RateLimit();
        real.set(Optional.of(1L));
        Thread.currentThread().interrupt();

        real.read(1L << 40);

        assertThat(Thread.interrupted()).isTrue();
    }
}
