package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.cli.CommandLineRun.User;
import io.litedrill.litestream.GoldenReplica;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryExportTest {
    private static final String CONFIGURATION = """
        home: 'BASE/home'
        databases:
          - {name: app, replica: 'file://BASE/r/app'}
        """;

    @TempDir
    Path folder;

    @Test
    void aDamagedRowIsNamedAndTheOthersAreWritten() throws Exception {
        GoldenReplica.load("wal/basic")
                .copyTo(folder.resolve("r/app"), Instant.now().minusSeconds(60));
        User user = new User(folder).configured(CONFIGURATION.replace("BASE", folder.toString()));
        user.runs("check", "app");
        user.runs("drill", "app");
        assertThat(user.runs("history", "export").code()).isZero();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("home/history.db"));
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE checks SET document = substr(document, 1, 40)"))
                    .isEqualTo(1);
        }

        CommandLineRun export = user.runs("history", "export");

        assertThat(export.code()).as(export.err()).isEqualTo(1);
        assertThat(export.err())
                .contains("not exported: checks, app file ")
                .contains("1 damaged row of the history could not be exported; the others are");
        assertThat(export.out()).contains("\"table\":\"drills\"").doesNotContain("\"table\":\"checks\"");
    }
}
