package io.litedrill.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.history.ClusterDatabase;
import io.litedrill.history.Postgres;
import io.litedrill.schedule.DatabaseJob.Firing;
import io.litedrill.schedule.DatabaseJob.Slot;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedTimesTest {
    private static final String JOB = "app";
    private static final Instant FIRST = Instant.parse("2100-01-01T00:00:00Z");
    private static final Instant SECOND = FIRST.plusSeconds(10);

    @TempDir
    private Path folder;

    private static Firing firing(Instant due, boolean repeated) {
        return new Firing(JOB, true, "check", "1", new Slot(due, repeated, Set.of()));
    }

    /** Two nodes take the lost run and the next regular one at the same moment, and the regular one begins first. */
    @Test
    void aLostRunIsNotRepeatedAfterALaterOne() throws Exception {
        try (Postgres postgres = Postgres.start(folder);
                ClusterDatabase database = ClusterDatabase.open(postgres.schema())) {
            database.migrate();
            SharedStore store =
                    new SharedStore(new ClusterSettings("a", "1", database.connections(), RunSlots.UNLIMITED));
            SharedTimes times = new SharedTimes(JobKind.CHECK, store, new Places(1, "test"), firing -> {});
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
