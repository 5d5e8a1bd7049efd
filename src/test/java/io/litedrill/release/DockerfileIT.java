package io.litedrill.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.cli.ToolRun;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.litestream.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Dockerfile: linted, and each of its steps run in order in empty folders, because no container engine is
 * required.
 */
class DockerfileIT {
    private static final Path DOCKERFILE = Path.of("Dockerfile");

    private static ImageBuild image;

    @TempDir
    static Path folder;

    @BeforeAll
    static void build() throws Exception {
        for (String tool : List.of("unshare", "chroot", "setpriv", "ip", "jlink")) {
            Tools.require(tool);
        }
        Tools.need("root".equals(System.getProperty("user.name")), "chroot and mounts need root");
        image = new ImageBuild(folder);
        image.run(DOCKERFILE);
    }

    @Test
    void theLinterFindsNothing() throws Exception {
        ToolRun run = ToolRun.of("hadolint", "--no-color", DOCKERFILE.toString(), "config/entrypoint/Dockerfile");

        assertThat(run.output()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    /** Maven copies resources of these folders into the jar, and reports no error if one is missing. */
    @Test
    void theBuildHasEveryFolderThatMavenReads() throws Exception {
        List<String> resources = Pattern.compile("<directory>([a-z/]+)</directory>")
                .matcher(Files.readString(Path.of("pom.xml")))
                .results()
                .map(each -> each.group(1))
                .toList();

        assertThat(resources).contains("testdata", "alerts");
        assertThat(resources)
                .allSatisfy(each ->
                        assertThat(folder.resolve("stage0/build/" + each)).isDirectory());
        assertThat(folder.resolve("stage0/build/src/test")).doesNotExist();
    }

    @Test
    void aCommandRunsWithoutRightsOnAReadOnlyRoot() throws Exception {
        String output = run("litedrill demo --once; touch /opt/x 2>&1 || echo read-only; id -u");

        assertThat(output)
                .contains("sound-ltx   ok")
                .contains("Read-only file system")
                .endsWith("read-only\n8377\n");
    }

    /** The health check of the image succeeds on the entry point, and the history and scratch are in the volumes. */
    @Test
    void theDaemonIsHealthyAndEndsInOrder() throws Exception {
        GoldenReplica.load("ltx/basic")
                .copyTo(image.root().resolve("var/replica"), Instant.now().minusSeconds(60));
        Files.writeString(
                image.root().resolve("etc/litedrill.yml"),
                "listen: 127.0.0.1:8377\ndrill: {interval: 1s}\ndatabases: [{name: app, replica: /var/replica}]\n");
        List<String> health = image.words("HEALTHCHECK");
        Files.writeString(image.root().resolve("health"), health.get(2));
        String start = String.join(" ", image.words("ENTRYPOINT")) + " " + String.join(" ", image.words("CMD"));

        String output = run(start + " 2>/tmp/log & daemon=$!\n"
                + "i=0; until bash -c \"$(cat /health)\" 2>/dev/null; do i=$((i+1)); [ $i -lt 600 ] || exit 9;"
                + " sleep 0.1; done\n"
                + "echo healthy; until grep -q ' passed in ' /tmp/log; do i=$((i+1)); [ $i -lt 900 ] || break;"
                + " sleep 0.1; done\n"
                + "kill $daemon; code=0; wait $daemon || code=$?; echo exit $code; cat /tmp/log; find"
                + " /var/lib/litedrill");

        assertThat(health.subList(0, 2)).containsExactly("bash", "-c");
        assertThat(output)
                .contains("healthy\nexit 0\n")
                .contains("home /var/lib/litedrill\n")
                .contains("/var/lib/litedrill/history.db")
                .contains("/var/lib/litedrill/scratch\n")
                .doesNotContain("ERROR");
    }

    /** Only the folder of Litedrill is copied from its image: the application's image has no Java. */
    @Test
    void anApplicationStartsAfterItsDatabaseIsRestored() throws Exception {
        Path context = Files.createDirectories(folder.resolve("application"));
        Files.writeString(context.resolve("server"), "#!/bin/sh\nls -l /data; echo the application runs as $(id -u)\n");
        ImageBuild.shell("chmod 755 " + context + "/server");
        Files.writeString(
                context.resolve("litedrill.yml"),
                "home: /tmp/home\ndatabases: [{name: app, path: /data/app.db, replica: /var/replica}]\n");
        ImageBuild application = new ImageBuild(folder.resolve("application-stages"), image, context);
        application.run(Path.of("config/entrypoint/Dockerfile"));
        GoldenReplica.load("ltx/basic")
                .copyTo(application.root().resolve("var/replica"), Instant.now().minusSeconds(60));
        ImageBuild.shell("install -d -o 1000 -g 1000 " + application.root() + "/data");
        List<String> words = new ArrayList<>(application.words("ENTRYPOINT"));
        words.addAll(application.words("CMD"));

        String output = application.inRoot("1000:1000", "", "export HOME=/tmp\n" + String.join(" ", words), "");

        assertThat(output)
                .contains("Database successfully restored and verified")
                .contains("app.db")
                .endsWith("the application runs as 1000\n");
    }

    @Test
    void theImageNamesItsUserItsVolumesAndItsLabels() throws Exception {
        assertThat(image.user()).isEqualTo("8377:8377");
        assertThat(image.words("VOLUME")).containsExactly("/var/lib/litedrill", "/var/lib/litedrill/scratch");
        assertThat(image.setting("LABEL"))
                .contains("org.opencontainers.image.version=\"" + pomVersion() + "\"")
                .contains("org.opencontainers.image.licenses=\"Apache-2.0\"");
    }

    private static String pomVersion() throws Exception {
        return Files.readString(Path.of("pom.xml")).replaceAll("(?s).*?<version>([^<]+)</version>.*", "$1");
    }

    /** Runs a script like {@code docker run --read-only --tmpfs /tmp}, in a separate network. */
    private static String run(String script) throws Exception {
        String readOnly = """
            mount -o remount,ro,bind $R
            mount --bind $R.volume $R/var/lib/litedrill
            mount -t tmpfs tmpfs $R/tmp
            ip link set lo up
            """;
        String root = image.root().toString();
        ImageBuild.shell("rm -rf " + root + ".volume && cp -a " + root + "/var/lib/litedrill " + root + ".volume");
        return image.inRoot(image.user(), "--net", script, readOnly);
    }
}
