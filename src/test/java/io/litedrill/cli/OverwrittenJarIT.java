package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.litestream.GoldenReplica;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new version in place of the jar of a daemon that runs. */
class OverwrittenJarIT {
    private static final String MESSAGE = " was overwritten while this process runs from it";

    @TempDir
    Path folder;

    private Path jar;
    private Path configuration;

    @BeforeEach
    void copyJar() throws IOException {
        jar = Files.copy(Path.of("target", "litedrill.jar"), folder.resolve("litedrill.jar"));
        Files.createDirectories(folder.resolve("replica"));
        configuration = folder.resolve("litedrill.yml");
        Files.writeString(configuration, """
                listen: 127.0.0.1:0
                home: home
                databases:
                  - name: app
                    replica:
                      type: file
                      path: %s
                """.formatted(folder.resolve("replica")));
    }

    private LitedrillProcess serve() throws IOException {
        return LitedrillProcess.startJar(jar, folder, "serve", "-c", configuration.toString());
    }

    /** A jar with the same classes at other places. */
    private Path newVersion() throws IOException {
        Path other = folder.resolve("new.jar");
        try (ZipFile from = new ZipFile(jar.toFile());
                ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(other))) {
            to.setLevel(0);
            var entries = from.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                to.putNextEntry(new ZipEntry(entry.getName()));
                from.getInputStream(entry).transferTo(to);
            }
        }
        return other;
    }

    private void overwrite(Path other) throws IOException {
        try (OutputStream to = Files.newOutputStream(jar)) {
            Files.copy(other, to);
        }
    }

    @Test
    void aDaemonWhoseJarIsOverwrittenSaysSoAndEnds() throws Exception {
        Path other = newVersion();
        try (LitedrillProcess process = serve()) {
            process.awaitPort();

            overwrite(other);

            assertThat(process.awaitExit()).isEqualTo(70);
            assertThat(process.log()).contains(jar + MESSAGE);
        }
    }

    @Test
    void aDaemonWhoseJarIsOverwrittenWhileItStartsSaysSoAndEnds() throws Exception {
        Path other = newVersion();
        try (LitedrillProcess process = serve()) {
            process.awaitLog("guaranteed window");

            overwrite(other);

            assertThat(process.awaitExit()).isEqualTo(70);
            assertThat(process.log()).contains(jar + " was ");
        }
    }

    @Test
    void aRestoreWhoseJarIsOverwrittenSaysSoAndChangesNothing() throws Exception {
        GoldenReplica.load("ltx/basic")
                .copyTo(folder.resolve("replica"), Instant.now().minusSeconds(60));
        Path database = Files.writeString(folder.resolve("app.db"), "damaged");
        Files.writeString(
                configuration,
                "    path: " + database + "\nrestore:\n  before: cp " + newVersion() + " " + jar + "\n",
                StandardOpenOption.APPEND);
        try (LitedrillProcess process = LitedrillProcess.startJar(
                jar, folder, "restore", "app", "--in-place", "--force", "--yes", "-c", configuration.toString())) {
            assertThat(process.awaitExit()).as(process.log()).isEqualTo(70);
            assertThat(process.log()).contains(jar + " was ");
        }
        assertThat(database).hasContent("damaged");
    }

    @Test
    void aDaemonThatIsStoppedAtOnceEnds() throws Exception {
        Path other = newVersion();
        try (LitedrillProcess process = serve()) {
            process.awaitPort();

            overwrite(other);
            process.terminate();

            assertThat(process.awaitExit()).isIn(0, 70);
        }
    }

    @Test
    void aDaemonWhoseJarIsReplacedByRenamingGoesOn() throws Exception {
        Path other = newVersion();
        try (LitedrillProcess process = serve()) {
            Http http = new Http(process.awaitPort(), "");

            Files.move(other, jar, StandardCopyOption.REPLACE_EXISTING);

            assertThat(http.get("/openapi.yaml").statusCode()).isEqualTo(200);
            assertThat(http.get("/metrics").statusCode()).isEqualTo(200);
            process.terminate();
            assertThat(process.awaitExit()).isZero();
        }
    }
}
