package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.cli.CommandLineRun.User;
import io.litedrill.litestream.GoldenReplica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file that a command has seen and that vanished is missing for every command that names the replica by its
 * database.
 */
class VanishedTest {
    @TempDir
    Path folder;

    private User user;
    private Path newest;

    @BeforeEach
    void lookAndDelete() throws IOException {
        Path replica = folder.resolve("r/users");
        GoldenReplica.load("wal/basic").copyTo(replica, Instant.now().minus(Duration.ofMinutes(2)));
        user = new User(folder)
                .with("LITEDRILL_HOME", folder.resolve("home").toString())
                .configured("""
                databases:
                  - {name: users, replica: 'file://BASE/r/users'}
                """.replace("BASE", folder.toString()));
        assertThat(user.runs("check").code()).isZero();
        try (Stream<Path> files = Files.walk(replica)) {
            newest = files.filter(file -> file.toString().endsWith("00000000_000283e0.wal.lz4"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void checkDrillWindowAndRestoreMissIt() throws IOException {
        Files.delete(newest);

        CommandLineRun check = user.runs("check");
        assertThat(check.code()).isEqualTo(2);
        assertThat(check.out()).contains("file-vanished").contains("00000000_000283e0.wal.lz4");
        CommandLineRun drill = user.runs("drill", "users", "--json");
        assertThat(drill.code()).isEqualTo(2);
        assertThat(drill.out()).contains("\"file-vanished\"").contains("\"fallback\": {");
        assertThat(user.runs("window", "users").out()).contains("WAL index 00000000 from offset 164832 on");
        Path output = folder.resolve("out.db");
        CommandLineRun refused = user.runs("restore", "users", "-o", output.toString());
        assertThat(refused.code()).as(refused.err()).isEqualTo(4);
        assertThat(output).doesNotExist();
        assertThat(user.runs("restore", "users", "-o", output.toString(), "--fallback")
                        .code())
                .isZero();
        assertThat(output).exists();
    }

    /** The workaround for a wrong history. */
    @Test
    void aReplicaNamedByItsUrlIsNotRemembered() throws IOException {
        Files.delete(newest);

        assertThat(user.runs("check", "file://" + folder + "/r/users").code()).isZero();
    }

    @Test
    void whatCameBackIsForgiven() throws IOException {
        byte[] content = Files.readAllBytes(newest);
        var time = Files.getLastModifiedTime(newest);
        Files.delete(newest);
        assertThat(user.runs("check").code()).isEqualTo(2);
        Files.write(newest, content);
        Files.setLastModifiedTime(newest, time);

        assertThat(user.runs("check").code()).isZero();
    }
}
