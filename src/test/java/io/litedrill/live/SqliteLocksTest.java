package io.litedrill.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.litedrill.live.SqliteLocks.InUseException;
import io.litedrill.recover.HoldingProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only the locks, as if /proc cannot be read. */
class SqliteLocksTest {
    @TempDir
    Path folder;

    private Path database;

    @BeforeEach
    void create() throws SQLException {
        database = folder.resolve("app.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t(a)");
        }
    }

    private Optional<String> held() throws Exception {
        return SqliteLocks.heldByOthers(LivePlace.of(database, Optional.empty()));
    }

    @Test
    void anIdleConnectionInWalModeHoldsOne() throws Exception {
        try (HoldingProcess holder = HoldingProcess.running(database, "PRAGMA journal_mode=WAL", "SELECT * FROM t")) {
            assertThat(held()).hasValueSatisfying(lock -> assertThat(lock).contains("SQLite's lock"));
            holder.kill();
        }
        assertThat(held()).isEmpty();
    }

    @Test
    void aTransactionHoldsOneInTheOtherModesAnIdleConnectionDoesNot() throws Exception {
        try (HoldingProcess holder = HoldingProcess.running(database, "BEGIN", "INSERT INTO t VALUES(1)")) {
            assertThat(held()).isPresent();
            assertThat(holder.pid()).isPositive();
        }
        try (HoldingProcess idle = HoldingProcess.running(database, "SELECT * FROM t")) {
            assertThat(held()).isEmpty();
            assertThat(idle.pid()).isPositive();
        }
    }

    @Test
    void whileTheyAreTakenSqliteIsBusy() throws Exception {
        Optional<SqliteLocks> locks = SqliteLocks.takeAll(database);
        assertThat(locks).isPresent();
        assertThatThrownBy(() -> HoldingProcess.running(database, "PRAGMA busy_timeout=0", "SELECT * FROM t"))
                .hasMessageContaining("did not get ready");
        locks.get().close();
        HoldingProcess.running(database, "SELECT * FROM t").close();
    }

    @Test
    void locksOfOthersAreKept() throws Exception {
        try (HoldingProcess holder = HoldingProcess.running(database, "BEGIN IMMEDIATE")) {
            assertThatThrownBy(() -> SqliteLocks.takeAll(database)).isInstanceOf(InUseException.class);
            assertThat(holder.pid()).isPositive();
        }
    }

    @Test
    void aMissingDatabaseHasNone() throws Exception {
        Files.delete(database);
        assertThat(SqliteLocks.takeAll(database)).isEmpty();
        assertThat(held()).isEmpty();
    }
}
