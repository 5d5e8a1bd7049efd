package io.litedrill.cli;

import io.litedrill.litestream.LitestreamProcess;
import io.litedrill.litestream.Replicate;
import io.litedrill.litestream.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A machine on which an application wrote orders and real Litestream replicated them: 120 orders at the recorded
 * time, 130 afterwards, and at the end, after a wrong statement, 30. It is made once, and copied for each part of the
 * page.
 */
final class GuideMachine {

    private final String litestream;
    private final Path folder;
    private final GuidePage page;
    private final Instant time;

    private GuideMachine(String litestream, Path folder, GuidePage page, Instant time) {
        this.litestream = litestream;
        this.folder = folder;
        this.page = page;
        this.time = time;
    }

    /** The states of the machine that can be copied. */
    enum State {
        /** 130 orders. */
        SOUND,
        /** 30 orders. */
        WRONG
    }

    /** Runs an application and this version of Litestream. */
    static GuideMachine of(String litestream, Path folder, GuidePage page) throws Exception {
        Path working = folder.resolve("working");
        Path database = Files.createDirectories(working.resolve("data")).resolve("app.db");
        Path replica = working.resolve("backups/app.db");
        CommandLineRun.User user = BadDay.configured(working, database, "file://" + replica, "");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER NOT NULL)");
            // before Litestream starts: its first snapshot, taken at any moment after the start, has these rows
            insert(statement, 100, 1);
            try (LitestreamProcess process = LitestreamProcess.start(
                    Replicate.toFolder(litestream, database, replica), working.resolve("litestream"))) {
                BadDay.awaitDrill(user, 1);
                insert(statement, 20, 2);
                BadDay.awaitDrill(user, 2);
                Instant time = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
                Awaitility.await().until(() -> Instant.now().isAfter(time.plusMillis(100)));
                insert(statement, 10, 3);
                BadDay.awaitDrill(user, 3);
                copy(working, folder.resolve("sound"));
                statement.execute("BEGIN");
                statement.execute("DELETE FROM orders WHERE id > 30");
                statement.execute("PRAGMA user_version = 4");
                statement.execute("COMMIT");
                BadDay.awaitDrill(user, 4);
                copy(working, folder.resolve("wrong"));
                process.end();
                return new GuideMachine(litestream, folder, page, time);
            }
        }
    }

    private static void insert(Statement statement, int rows, int userVersion) throws SQLException {
        statement.execute("BEGIN");
        statement.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + rows
                + ") INSERT INTO orders(total) SELECT i * 7 FROM n");
        statement.execute("PRAGMA user_version = " + userVersion);
        statement.execute("COMMIT");
    }

    private static void copy(Path working, Path target) throws IOException {
        Files.createDirectories(target);
        for (String part : List.of("data", "backups")) {
            BadDay.copyWhileWritten(working.resolve(part), target.resolve(part));
        }
        Files.deleteIfExists(target.resolve("data/app.db-shm"));
    }

    /** A copy after application and Litestream ended. */
    record Copy(Path root, GuideShell shell) {
        Path live() {
            return root.resolve("data/app.db");
        }

        Path replica() {
            return root.resolve("backups/app.db");
        }

        /** Runs a statement on the live database, as an application would. */
        void execute(String sql) throws SQLException {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + live());
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }

    /** Copies the machine, with the files of the page. */
    Copy copy(State state, Path root) throws IOException, SQLException {
        Files.createDirectories(root);
        String name = state == State.SOUND ? "sound" : "wrong";
        try (Stream<Path> parts = Files.list(folder.resolve(name))) {
            for (Path part : parts.toList()) {
                BadDay.copy(part, root.resolve(String.valueOf(part.getFileName())));
            }
        }
        GuideShell shell = new GuideShell(root, time.toString())
                .program("litestream", "exec '" + Tools.require("litestream-" + litestream) + "' \"$@\"");
        Copy copy = new Copy(root, shell);
        copy.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        Files.createDirectory(root.resolve("restored"));
        script(root.resolve("app/server"), "echo the application starts");
        script(root.resolve("app/migrate"), "echo no migration is pending");
        Files.createDirectories(root.resolve("etc"));
        for (Map.Entry<String, String> file : page.files().entrySet()) {
            Files.writeString(root.resolve(file.getKey().substring(1)), shell.here(file.getValue()));
        }
        // found in the working folder, as /etc/litedrill.yml is on a real machine
        Files.createSymbolicLink(root.resolve("litedrill.yml"), Path.of("etc/litedrill.yml"));
        return copy;
    }

    private static void script(Path file, String line) throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
