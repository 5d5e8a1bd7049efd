package io.litedrill.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.json.SampleResults;
import io.litedrill.lease.Claim;
import io.litedrill.lease.KeptLease;
import io.litedrill.lease.Lease;
import io.litedrill.lease.Leases;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes, each with its own connections, request the same lease from a real server. */
class PostgresLeasesTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final AtomicLong nanos = new AtomicLong();
    private final String right = "leader-" + UUID.randomUUID();
    private static Postgres postgres;
    private static PostgresSettings settings;
    private HistoryStore first;
    private HistoryStore second;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        postgres = Postgres.start(folder);
        settings = postgres.schema();
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @BeforeEach
    void open() {
        first = store();
        second = store();
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private HistoryStore store() {
        return PostgresHistory.open(settings, Retention.DEFAULT, InstantSource.fixed(SampleResults.NOON), nanos::get);
    }

    private String schema() {
        return settings.url().replaceFirst(".*currentSchema=", "");
    }

    private void expire() throws SQLException {
        postgres.execute(
                "UPDATE " + schema() + ".lease SET until = now() - interval '1 second' WHERE name = '" + right + "'");
    }

    /** Throws unless the lease is still valid. */
    private void requireUnexpired() throws SQLException {
        postgres.execute(
                "SELECT 1 / count(*) FROM " + schema() + ".lease WHERE until > now() AND name = '" + right + "'");
    }

    private static Lease granted(Claim claim) {
        assertThat(claim).isInstanceOf(Claim.Granted.class);
        return ((Claim.Granted) claim).lease();
    }

    private Lease acquired(HistoryStore store, String holder) {
        return granted(store.leases().acquire(right, holder, LONG));
    }

    @Test
    void oneHolderHasARightUntilItReturnsIt() {
        Lease a = acquired(first, "a");
        assertThat(a).isEqualTo(new Lease(right, "a", 1));
        assertThat(second.leases().acquire(right, "b", LONG)).isEqualTo(new Claim.Refused("a"));
        assertThat(granted(second.leases().acquire("restore:shop", "b", LONG)).token())
                .as("another right")
                .isEqualTo(1);

        first.leases().release(a);
        assertThat(acquired(second, "b").token()).isEqualTo(2);
        assertThat(first.leases().renew(a, LONG)).isEqualTo(new Claim.Refused("b"));
    }

    @Test
    void aHolderThatWakesUpAfterItsTimeHasLostTheRight() throws Exception {
        Lease a = acquired(first, "a");
        expire();
        assertThat(granted(first.leases().renew(a, LONG)))
                .as("no other process asked meanwhile")
                .isEqualTo(a);
        assertThat(second.leases().acquire(right, "b", LONG))
                .as("renewed for its whole time")
                .isEqualTo(new Claim.Refused("a"));

        expire();
        Lease b = acquired(second, "b");
        assertThat(b.token()).isGreaterThan(a.token());
        assertThat(first.leases().renew(a, LONG)).isEqualTo(new Claim.Refused("b"));
        assertThat(first.leases().raise(a, 7)).isEqualTo(new Claim.Refused("b"));
        first.leases().release(a);
        assertThat(second.leases().renew(b, LONG))
                .as("what the first holder returns is not the right of the second")
                .isEqualTo(new Claim.Granted(b));
    }

    @Test
    void aHolderThatAsksAgainGetsAGreaterToken() {
        Lease before = acquired(first, "a");
        Lease again = acquired(first, "a");
        assertThat(again.token()).isGreaterThan(before.token());
        assertThat(first.leases().renew(before, LONG))
                .as("the grant before it ended")
                .isEqualTo(new Claim.Refused("a"));
    }

    @Test
    void aRaisedTokenIsGreaterThanTheNumberAndThanTheOneBefore() {
        Lease a = acquired(first, "a");
        Lease raised = granted(first.leases().raise(a, 41));
        assertThat(raised.token()).isEqualTo(42);
        assertThat(granted(first.leases().raise(raised, 3)).token()).isEqualTo(43);
    }

    @Test
    void ofManyProcessesOneGetsTheRight() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Claim>> asking = IntStream.range(0, 8)
                    .<Callable<Claim>>mapToObj(
                            i -> () -> (i % 2 == 0 ? first : second).leases().acquire(right, "h" + i, LONG))
                    .toList();
            int holders = 0;
            for (Future<Claim> claim : threads.invokeAll(asking)) {
                holders += claim.get() instanceof Claim.Granted ? 1 : 0;
            }
            assertThat(holders).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aLostConnectionMakesTheHolderUnknownAndLosesNoRight() throws Exception {
        Lease a = acquired(first, "a");
        postgres.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'litedrill'");
        assertThat(first.leases().renew(a, LONG)).isInstanceOf(Claim.Unknown.class);
        assertThat(first.leases().acquire(right, "a", LONG))
                .as("requests fail at once for ten seconds")
                .isInstanceOf(Claim.Unknown.class);
        await().until(() -> {
            nanos.addAndGet(Duration.ofSeconds(11).toNanos());
            return first.leases().renew(a, LONG).equals(new Claim.Granted(a));
        });
    }

    @Test
    void aKeptRightIsRenewedUntilItIsClosed() throws Exception {
        Lease a = acquired(first, "a");
        try (KeptLease kept = new KeptLease(first.leases(), a, Duration.ofMillis(900))) {
            expire();
            await("a renewal in the background").ignoreExceptions().untilAsserted(this::requireUnexpired);
            assertThat(kept.check()).isEqualTo(new Claim.Granted(a));
        }
        assertThat(acquired(second, "b").token()).isEqualTo(2);
    }

    @Test
    void aProcessWithoutASharedHistoryHasEveryRight(@TempDir Path home) {
        try (HistoryStore store =
                SqliteHistory.open(home, Retention.DEFAULT, InstantSource.fixed(SampleResults.NOON))) {
            Leases leases = store.leases();
            Lease lease = granted(leases.acquire(right, "a", LONG));
            assertThat(lease.isShared()).isFalse();
            assertThat(leases.renew(lease, LONG)).isEqualTo(new Claim.Granted(lease));
            assertThat(leases.raise(lease, 7)).isEqualTo(new Claim.Granted(lease));
            assertThat(leases.acquire(right, "b", LONG)).isInstanceOf(Claim.Granted.class);
        }
    }
}
