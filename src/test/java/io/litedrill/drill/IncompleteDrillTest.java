package io.litedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Objectives;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.replica.Point;
import io.litedrill.replica.Replica;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.format.LtxBuilder;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.restore.RestoreListener;
import io.litedrill.storage.MemoryObjectStore;
import io.litedrill.verify.Expectations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.Collation;

/** A database whose index requires a collation of its application, so that no drill can test all of it. */
class IncompleteDrillTest {
    private static final Instant WRITTEN = Instant.parse("2026-11-01T00:00:00Z");
    private static final int PAGE = 4096;

    @TempDir
    Path folder;

    private final MemoryObjectStore store = new MemoryObjectStore();

    private Path database() throws SQLException {
        Path file = folder.resolve("app.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            Collation.create(connection, "own", new Collation() {
                @Override
                protected int xCompare(String one, String other) {
                    return other.compareTo(one);
                }
            });
            statement.execute("CREATE TABLE t(name TEXT COLLATE own)");
            statement.execute("CREATE INDEX i ON t(name)");
            statement.execute("INSERT INTO t VALUES ('a'), ('b'), ('c')");
        }
        return file;
    }

    private void replicate(Path database) throws IOException {
        byte[] bytes = Files.readAllBytes(database);
        LtxBuilder ltx = LtxBuilder.of(PAGE, bytes.length / PAGE).txids(1, 1).timestamp(WRITTEN);
        for (int i = 0; i < bytes.length / PAGE; i++) {
            ltx.page(i + 1L, Arrays.copyOfRange(bytes, i * PAGE, (i + 1) * PAGE));
        }
        store.put("replica/ltx/9/0000000000000001-0000000000000001.ltx", ltx.build(), WRITTEN);
    }

    private DrillResult drill(String run) {
        Objectives objectives = new Objectives(
                Duration.ofDays(10_000), Optional.empty(), Duration.ofDays(2), Optional.empty(), Optional.empty());
        CheckedReplica watched = new CheckedReplica(
                new ReplicaId("app", "memory"),
                new Replica(store, "replica"),
                Optional.empty(),
                objectives,
                WriterSettings.DEFAULTS);
        DrillOrder order = new DrillOrder(
                run,
                watched,
                new Point.Newest(),
                Expectations.DEFAULTS,
                ExtraChecks.DEFAULT.with(IncrementBench.keeping(Duration.ofDays(7))));
        return new Driller(
                        folder.resolve("scratch"),
                        new ReadingCache(10),
                        ReplicaHistory.NONE,
                        () -> WRITTEN.plusSeconds(60))
                .drill(order, RestoreListener.NONE);
    }

    @Test
    void anIncrementalDrillDoesNotPassWhereAFullOneIsInconclusive() throws IOException, SQLException {
        replicate(database());

        DrillResult full = drill("full");
        DrillResult next = drill("next");

        assertThat(full.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(next.isIncremental()).as("%s", next.run().fullBecause()).isTrue();
        assertThat(next.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    }
}
