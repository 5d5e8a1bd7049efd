package io.litedrill.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** The conditions for a migration of the history. */
class SchemaVersionTest {
    @TempDir
    Path folder;

    private SQLiteDataSource history() {
        SQLiteDataSource history = new SQLiteDataSource();
        history.setUrl("jdbc:sqlite:" + folder.resolve("history.db"));
        return history;
    }

    private void run(String sql) throws Exception {
        try (var connection = history().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void theNewestIsThatOfTheMigrations() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration/sqlite"))) {
            List<MigrationVersion> versions = files.map(
                            file -> file.getFileName().toString())
                    .map(name -> MigrationVersion.fromVersion(name.substring(1, name.indexOf("__"))))
                    .sorted(Comparator.reverseOrder())
                    .toList();
            assertThat(MigrationVersion.fromVersion(SchemaVersion.NEWEST)).isEqualTo(versions.get(0));
        }
    }

    @Test
    void aNewFileIsNotCurrent() {
        assertThat(SchemaVersion.isNewest(() -> history().getConnection())).isFalse();
    }

    @Test
    void anOlderNewerOrFailedSchemaIsNotCurrent() throws Exception {
        run("CREATE TABLE flyway_schema_history (installed_rank INT, version TEXT, success INT)");
        assertThat(SchemaVersion.isNewest(() -> history().getConnection())).isFalse();
        run("INSERT INTO flyway_schema_history VALUES (1, '1', 1), (2, '" + SchemaVersion.NEWEST + "', 0)");
        assertThat(SchemaVersion.isNewest(() -> history().getConnection())).isFalse();
        run("INSERT INTO flyway_schema_history VALUES (3, '" + SchemaVersion.NEWEST + "', 1)");
        assertThat(SchemaVersion.isNewest(() -> history().getConnection())).isTrue();
        run("INSERT INTO flyway_schema_history VALUES (4, '99', 1)");
        assertThat(SchemaVersion.isNewest(() -> history().getConnection())).isFalse();
    }
}
