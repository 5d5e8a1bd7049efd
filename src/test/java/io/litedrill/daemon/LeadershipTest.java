package io.litedrill.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.history.HistoryStore;
import io.litedrill.history.Postgres;
import io.litedrill.history.PostgresHistory;
import io.litedrill.history.PostgresSettings;
import io.litedrill.history.Retention;
import io.litedrill.lease.Claim;
import io.litedrill.lease.KeptLease;
import io.litedrill.lease.Lease;
import io.litedrill.lease.Leases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes with one real server. The clock of the first one is set by the test. */
class LeadershipTest {
    private final AtomicLong nanos = new AtomicLong();

    @TempDir
    Path folder;

    private Postgres postgres;
    private PostgresSettings settings;
    private HistoryStore first;
    private HistoryStore second;
    private Leadership a;
    private Leadership b;

    @BeforeEach
    void start() throws Exception {
        postgres = Postgres.start(folder);
        settings = postgres.schema();
        first = PostgresHistory.open(settings, Retention.DEFAULT, InstantSource.system(), "a");
        second = PostgresHistory.open(settings, Retention.DEFAULT, InstantSource.system(), "b");
        a = new Leadership(first.leases(), "a", nanos::get);
        b = new Leadership(second.leases(), "b", System::nanoTime);
    }

    @AfterEach
    void stop() throws Exception {
        a.close();
        b.close();
        first.close();
        second.close();
        postgres.close();
    }

    private void expire() throws Exception {
        postgres.execute("UPDATE " + settings.url().replaceFirst(".*currentSchema=", "")
                + ".lease SET until = now() - interval '1 second'");
    }

    @Test
    void oneNodeLeadsAndAnotherOneFollowsItAtOnceWhenItStops() {
        a.ask();
        b.ask();
        assertThat(a.isLeader()).isTrue();
        assertThat(b.isLeader()).isFalse();
        a.close();
        b.ask();
        assertThat(b.isLeader()).isTrue();
        assertThat(a.isLeader()).isFalse();
    }

    @Test
    void aFrozenLeaderDoesNotLeadWhenItWakesUp() throws Exception {
        a.ask();
        expire();
        b.ask();
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        assertThat(a.isLeader()).as("before it has asked").isFalse();
        a.ask();
        assertThat(a.isLeader()).isFalse();
        assertThat(b.isLeader()).isTrue();
    }

    /** Leases that need no release. */
    private interface Unreturned extends Leases {
        @Override
        default Claim raise(Lease lease, long token) {
            return new Claim.Granted(lease);
        }

        @Override
        default void release(Lease lease) {}
    }

    /** Returns prepared responses. */
    private record Prepared(Deque<Claim> answers) implements Unreturned {
        @Override
        public Claim acquire(String name, String holder, Duration time) {
            return answers.remove();
        }

        @Override
        public Claim renew(Lease lease, Duration time) {
            return answers.remove();
        }
    }

    /** Another node may have been elected before the server went down. */
    @Test
    void aFrozenLeaderThatWakesUpInAnOutageDoesNotLeadUntilTheServerAnswers() {
        Claim granted = new Claim.Granted(new Lease("leader", "a", 1));
        Claim unknown = new Claim.Unknown("does not answer");
        Prepared leases = new Prepared(new ArrayDeque<>(List.of(granted, unknown, unknown, unknown, granted)));
        Leadership leader = new Leadership(leases, "a", nanos::get);
        leader.ask();
        leader.ask();
        assertThat(leader.isLeader()).as("it was not frozen in the outage").isTrue();

        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        for (int i = 0; i < 2; i++) {
            leader.ask();
            assertThat(leader.isLeader()).as("question %d without an answer", i).isFalse();
        }
        leader.ask();
        assertThat(leader.isLeader()).as("the server has answered").isTrue();
        leader.close();
    }

    /** Grants the lease, and then does not respond until the test ends. */
    private static final class Hanging implements Unreturned {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch end = new CountDownLatch(1);

        @Override
        public Claim acquire(String name, String holder, Duration time) {
            return new Claim.Granted(new Lease(name, holder, 1));
        }

        @Override
        public Claim renew(Lease lease, Duration time) {
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Claim.Granted(lease);
        }
    }

    @Test
    void aLeaderWhoseRequestHangsExportsOn() {
        Hanging leases = new Hanging();
        Leadership leader = new Leadership(leases, "a", nanos::get);
        leader.ask();
        Thread asking = new Thread(leader::ask);
        asking.start();
        await().until(() -> asking.getState() == Thread.State.WAITING);

        for (int i = 0; i < 3; i++) {
            nanos.addAndGet(Duration.ofSeconds(9).toNanos());
            leader.awake();
            assertThat(leader.isLeader()).as("no other node can be elected").isTrue();
        }
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        leader.awake();
        assertThat(leader.isLeader()).as("it was frozen").isFalse();

        leases.end.countDown();
        await().until(() -> !asking.isAlive());
        assertThat(leader.isLeader()).as("the request is older than the sleep").isFalse();
        leader.ask();
        assertThat(leader.isLeader()).isTrue();
        leader.close();
    }

    /** A restore must not wait for the database at its end. */
    @Test
    void aRightIsReturnedWithoutWaitingForARenewalThatHangs() {
        Hanging leases = new Hanging();
        KeptLease kept = new KeptLease(leases, new Lease("shop", "a", 1), Duration.ofMillis(3));
        Thread checking = new Thread(kept::check);
        checking.start();
        // the renewal of the thread, or one in the background that the thread waits for
        await().until(() -> leases.begun.getCount() == 0);

        kept.close();

        assertThat(checking.isAlive()).isTrue();
        leases.end.countDown();
    }

    @Test
    void theLeaderOfAnOutageExportsUntilTheServerAnswers() throws Exception {
        a.ask();
        b.ask();
        postgres.stop();
        for (int i = 0; i < 3; i++) {
            nanos.addAndGet(Duration.ofSeconds(9).toNanos());
            a.ask();
            b.ask();
            assertThat(a.isLeader()).as("no other node can be elected").isTrue();
            assertThat(b.isLeader()).isFalse();
        }
        Leadership started = new Leadership(second.leases(), "c", System::nanoTime);
        started.ask();
        assertThat(started.isLeader())
                .as("a daemon that starts in the outage exports what it finds")
                .isTrue();

        postgres.restart();
        expire();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            started.ask();
            a.ask();
            return a.isLeader() != started.isLeader();
        });
        started.close();
    }

    @Test
    void aProcessWithoutASharedHistoryLeads() {
        Leadership single = new Leadership(Leases.LOCAL, "-", nanos::get);
        single.start();
        nanos.addAndGet(Duration.ofDays(1).toNanos());
        assertThat(single.isLeader()).isTrue();
        single.close();
    }
}
