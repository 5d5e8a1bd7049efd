package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.cli.CommandLineRun.User;
import io.litedrill.litestream.GoldenFiles;
import io.litedrill.litestream.LitestreamProcess;
import io.litedrill.litestream.Replicate;
import io.litedrill.litestream.Writer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files that an application and real Litestream left when the machine crashed: the database with its
 * {@code -wal}, Litestream's state beside it, and the replica. They are made once, and copied for each test that
 * damages them.
 */
final class BadDay {
    /** The {@code user_version} of the newest state, which is the number of transactions. */
    static final int NEWEST = 20;

    private final Path folder;
    private final Instant ended;

    private BadDay(Path folder, Instant ended) {
        this.folder = folder;
        this.ended = ended;
    }

    /** Returns a time shortly after the last file was written. */
    Instant ended() {
        return ended;
    }

    /** Runs an application and this version of Litestream in a new folder. */
    static BadDay of(String version, Path folder) throws Exception {
        Path working = Files.createDirectories(folder.resolve("working"));
        Path database = Files.createDirectory(working.resolve("live")).resolve("app.db");
        User user = configured(working, database, "file://" + working.resolve("replica"), "");
        Replicate replicate = Replicate.toFolder(version, database, working.resolve("replica"));
        try (Writer writer = Writer.create(database);
                LitestreamProcess litestream = LitestreamProcess.start(replicate, working.resolve("litestream"))) {
            for (int i = 1; i <= NEWEST; i++) {
                writer.transfer();
                if (i % 5 == 0) {
                    awaitDrill(user, i);
                }
            }
            copyWhileWritten(database.resolveSibling("."), folder.resolve("crashed"));
            litestream.end();
        }
        copy(working.resolve("replica"), folder.resolve("replica"));
        return new BadDay(folder, Instant.now());
    }

    /** Waits until the newest state that a drill restores has this {@code user_version}. */
    static void awaitDrill(User user, int userVersion) {
        await("a drill of state " + userVersion)
                .atMost(LitestreamProcess.PATIENCE)
                .untilAsserted(() -> {
                    CommandLineRun drill = user.runs("drill", "app", "--json");
                    assertThat(drill.code()).as(drill.out() + drill.err()).isZero();
                    assertThat(drill.json().get(0).get("user_version").asInt()).isEqualTo(userVersion);
                });
    }

    /** A copy of the files, for a test to damage. */
    record Copy(Path folder, Path live, Path replica) {
        Path wal() {
            return live.resolveSibling("app.db-wal");
        }

        /** Returns a user with a configuration for this copy. */
        User user(String more) throws IOException {
            return configured(folder, live, "file://" + replica, more);
        }

        User user() throws IOException {
            return user("");
        }
    }

    /** Copies the files as the crash left them. */
    Copy crashed(Path target) throws IOException {
        Files.createDirectory(target);
        Copy copy = new Copy(target, target.resolve("live/app.db"), target.resolve("replica"));
        copy(folder.resolve("crashed"), target.resolve("live"));
        copy(folder.resolve("replica"), copy.replica());
        Files.deleteIfExists(target.resolve("live/app.db-shm"));
        return copy;
    }

    /** Copies the files as if the application had closed its database: there is no {@code -wal}. */
    Copy closed(Path target) throws IOException, SQLException {
        Copy copy = crashed(target);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy.live());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        assertThat(copy.wal()).doesNotExist();
        return copy;
    }

    /** Returns a user whose configuration in this folder has one database. */
    static User configured(Path folder, Path live, String replica, String more) throws IOException {
        return new User(folder)
                .with("LITEDRILL_HOME", folder.resolve("home").toString())
                .configured("databases:\n  - {name: app, path: '" + live + "', replica: '" + replica + "'}\n" + more);
    }

    /** Copies with the modification times, because the wal layout stores times nowhere else. */
    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** Copies as {@link #copy} does, and again if Litestream renames one of the files at that time. */
    static void copyWhileWritten(Path from, Path to) {
        await().ignoreExceptionsMatching(BadDay::isMissingFile).until(() -> {
            if (Files.exists(to)) {
                GoldenFiles.deleteTree(to);
            }
            copy(from, to);
            return true;
        });
    }

    private static boolean isMissingFile(Throwable failed) {
        return failed instanceof NoSuchFileException || failed.getCause() instanceof NoSuchFileException;
    }

    /** Returns the replica's files in the order in which they were written. */
    static List<Path> files(Path replica) throws IOException {
        try (Stream<Path> paths = Files.walk(replica)) {
            return paths.filter(path -> path.toString().matches(".*\\.(lz4|ltx)"))
                    .sorted((a, b) ->
                            Long.compare(a.toFile().lastModified(), b.toFile().lastModified()))
                    .toList();
        }
    }
}
