package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.cli.CommandLineRun.User;
import io.litedrill.litestream.GoldenReplica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage of a file that one command proved is known to every other command. */
class ProvedDamageCommandsTest {
    @TempDir
    Path folder;

    private User user;
    private Path newest;
    private byte[] sound;
    private Path live;

    @BeforeEach
    void damage() throws IOException {
        Path replica = folder.resolve("r");
        GoldenReplica.load("ltx/basic").copyTo(replica, Instant.now().minus(Duration.ofMinutes(2)));
        live = Files.createDirectory(folder.resolve("live")).resolve("app.db");
        user = new User(folder)
                .with("LITEDRILL_HOME", folder.resolve("home").toString())
                .configured("databases:\n  - {name: app, path: 'LIVE', replica: 'file://BASE/r'}\n"
                        .replace("LIVE", live.toString())
                        .replace("BASE", folder.toString()));
        try (Stream<Path> files = Files.list(replica.resolve("ltx/0"))) {
            newest = files.max(Comparator.naturalOrder()).orElseThrow();
        }
        sound = Files.readAllBytes(newest);
        byte[] damaged = sound.clone();
        damaged[sound.length - 12] ^= 0x10;
        rewrite(damaged);
        assertThat(user.runs("drill", "app").code()).isEqualTo(2);
    }

    /** Replaces a file by another one of the same size and time, as {@code rsync -t} does. */
    private void rewrite(byte[] bytes) throws IOException {
        FileTime time = Files.getLastModifiedTime(newest);
        Files.write(newest, bytes);
        Files.setLastModifiedTime(newest, time);
    }

    @Test
    void checkWindowPlanAndDryRunsMissIt() {
        assertThat(user.runs("check", "app").out()).contains("file-damaged").contains("proved by the drill of 20");
        assertThat(user.runs("window", "app").out()).contains("gap\t");
        CommandLineRun plan = user.runs("plan", "app");
        assertThat(plan.code()).as(plan.out()).isEqualTo(4);
        assertThat(plan.out()).contains("cannot be used").contains("a restore reads it again first");
        String output = folder.resolve("out.db").toString();
        assertThat(user.runs("restore", "app", "-o", output, "--dry-run").code())
                .isEqualTo(4);
        assertThat(user.runs("restore", "app", "--in-place", "--dry-run").code())
                .isEqualTo(4);
    }

    /** Levels 0 and 9 replace it, so there is no gap. */
    @Test
    void windowNamesADamagedFileThatOtherLevelsMakeUpFor() throws IOException {
        rewrite(sound);
        newest = folder.resolve("r/ltx/1/0000000000000001-0000000000000002.ltx");
        byte[] damaged = Files.readAllBytes(newest);
        damaged[damaged.length - 12] ^= 0x10;
        rewrite(damaged);
        assertThat(user.runs("scrub", "app").code()).isEqualTo(2);

        CommandLineRun window = user.runs("window", "app");
        assertThat(window.code()).isZero();
        assertThat(window.out()).contains("span\t", "file-damaged", "1/0000000000000001-0000000000000002.ltx");
        assertThat(user.runs("window", "app", "--json").codes()).contains("file-damaged");
        assertThat(user.runs("drill", "app").code())
                .as("the restore would not use it if it were sound")
                .isZero();
    }

    @Test
    void aReplicaNamedByItsUrlIsNotRemembered() {
        assertThat(user.runs("plan", "file://" + folder + "/r").code()).isZero();
    }

    @Test
    void aFailedRestoreNamesTheFallbackAndItsCost() {
        CommandLineRun restore =
                user.runs("restore", "app", "-o", folder.resolve("out.db").toString());
        assertThat(restore.code()).as(restore.out()).isEqualTo(2);
        assertThat(restore.out())
                .contains("--fallback would deliver the state of 20")
                .contains(" earlier");
        CommandLineRun ensure = user.runs("ensure", "app");
        assertThat(ensure.code()).isEqualTo(2);
        assertThat(ensure.out() + ensure.err()).contains("--fallback would deliver the state of 20");
        assertThat(live).doesNotExist();
    }

    @Test
    void whatWasMendedIsRestoredInPlaceAndForgotten() throws IOException {
        rewrite(sound);
        assertThat(user.runs("plan", "app").code()).isEqualTo(4);

        CommandLineRun restore = user.runs("restore", "app", "--in-place", "--yes");

        assertThat(restore.code()).as(restore.out() + restore.err()).isZero();
        assertThat(live).exists();
        assertThat(user.runs("plan", "app").code()).isZero();
    }
}
