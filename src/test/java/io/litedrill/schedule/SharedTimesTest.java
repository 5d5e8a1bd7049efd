package io.litedrill.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.history.ClusterDatabase;
import io.litedrill.history.PostgresServer;
import io.litedrill.schedule.DatabaseJob.Firing;
import io.litedrill.schedule.DatabaseJob.Slot;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.ds.PGSimpleDataSource;

class SharedTimesTest {
    private static final String JOB = "app";
    private static final Instant FIRST = Instant.parse("2100-01-01T00:00:00Z");
    private static final Instant SECOND = FIRST.plusSeconds(10);

    @RegisterExtension
    private static final PostgresServer POSTGRES = new PostgresServer();

    private static Firing firing(Instant due, boolean repeated) {
        return new Firing(JOB, true, "check", "1", new Slot(due, repeated, Set.of()));
    }

    /** Counts how often a connection was requested from a server that does not answer. */
    private static final class Down extends PGSimpleDataSource {
        private final AtomicInteger requests = new AtomicInteger();

        @Override
        public Connection getConnection() throws SQLException {
            requests.incrementAndGet();
            throw new SQLException("does not answer", "08001");
        }
    }

    /** Each request waits for seconds, so one for each job would take hours. */
    @Test
    void anOutageDelaysOneChangeAndNotThatOfEachJob() {
        Down down = new Down();
        SharedTimes times = new SharedTimes(
                JobKind.CHECK,
                new SharedStore(new ClusterSettings("a", "1", down, RunSlots.UNLIMITED)),
                new Places(1, "test"),
                firing -> {});
        Map<String, Instant> jobs =
                IntStream.range(0, 100).boxed().collect(Collectors.toMap(i -> "db" + i, i -> FIRST));
        jobs.keySet().forEach(name -> times.add(name, Set.of()));

        assertThat(times.atIfAbsent(jobs)).isEqualTo(jobs.keySet());
        jobs.keySet().forEach(times::cancel);
        jobs.keySet().forEach(name -> times.at(SECOND, name));

        assertThat(down.requests).hasValue(1);
        times.close();
    }

    private static SharedTimes times(ClusterDatabase database) {
        database.migrate();
        SharedStore store = new SharedStore(new ClusterSettings("a", "1", database.connections(), RunSlots.UNLIMITED));
        return new SharedTimes(JobKind.CHECK, store, new Places(1, "test"), firing -> {});
    }

    @Test
    void aTriggerThatTheDatabaseRefusesDelaysNoOtherOne() throws Exception {
        try (ClusterDatabase database = ClusterDatabase.open(POSTGRES.settings())) {
            SharedTimes times = times(database);
            POSTGRES.execute("ALTER TABLE SCHEMA.quartz_triggers ADD CHECK (trigger_name <> 'db1')");
            Map<String, Instant> jobs = new LinkedHashMap<>();
            List.of("db0", "db1", "db2").forEach(name -> jobs.put(name, FIRST));
            jobs.keySet().forEach(name -> times.add(name, Set.of()));

            assertThat(times.atIfAbsent(jobs)).containsExactly("db1");

            times.refresh();
            assertThat(times.next("db0")).contains(FIRST);
            assertThat(times.next("db1")).isEmpty();
            assertThat(times.next("db2")).contains(FIRST);
            times.close();
        }
    }

    /** Two nodes take the lost run and the next regular one at the same moment, and the regular one begins first. */
    @Test
    void aLostRunIsNotRepeatedAfterALaterOne() throws Exception {
        try (ClusterDatabase database = ClusterDatabase.open(POSTGRES.settings())) {
            SharedTimes times = times(database);
            times.add(JOB, Set.of());
            assertThat(times.begins(firing(FIRST, false))).isTrue();
            times.at(SECOND, JOB);
            assertThat(times.begins(firing(FIRST, true))).as("no later one").isTrue();

            assertThat(times.begins(firing(SECOND, false))).isTrue();
            times.at(SECOND.plusSeconds(10), JOB);

            assertThat(times.begins(firing(FIRST, true))).isFalse();
            assertThat(times.begins(firing(SECOND, false))).as("not lost").isTrue();
            times.close();
        }
    }
}
