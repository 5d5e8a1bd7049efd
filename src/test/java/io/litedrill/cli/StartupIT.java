package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The start of the packaged jar by the launcher: from a class-data archive, and without libraries that are not used.
 */
class StartupIT {
    /** The first command makes the archives, which took 64 s beside six busy processes. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** The first command writes the archives, the others read them. */
    @TempDir
    static Path cache;

    @TempDir
    Path folder;

    private List<String> classesOf(String... words) throws Exception {
        Map<String, String> environment = Map.of(
                "LITEDRILL_JAR",
                        Path.of("target/litedrill.jar").toAbsolutePath().toString(),
                "LITEDRILL_JAVA_OPTS", "-Xlog:class+load:file=" + folder.resolve("classes"),
                "LITEDRILL_CACHE", cache.toString(),
                "LITEDRILL_HOME", folder.resolve("home").toString(),
                "JAVA_HOME", System.getProperty("java.home"));
        try (LauncherRun run = LauncherRun.start("dash", folder, environment, List.of(words))) {
            run.awaitExit(PATIENCE);
        }
        return Files.readAllLines(folder.resolve("classes"));
    }

    @Test
    void classesComeFromTheArchive() throws Exception {
        Path replica = Path.of("testdata/ltx/basic/replica").toAbsolutePath();
        assertThat(classesOf("check", replica.toString()))
                .anyMatch(line -> line.matches(".*io\\.litedrill\\.cli\\.CheckCommand source: shared objects file.*"))
                .anyMatch(line -> line.matches(".*io\\.litedrill\\.check\\.Checker source: shared objects file.*"))
                .noneMatch(line -> line.matches(".* picocli\\..* source: (?!shared).*"));
    }

    @Test
    void aCheckLoadsNoLibraryThatItDoesNotUse() throws Exception {
        Path replica = Path.of("testdata/ltx/basic/replica").toAbsolutePath();
        Path config = Files.writeString(
                folder.resolve("litedrill.yml"), "databases: [{name: app, replica: 'file://" + replica + "'}]\n");
        // the first check creates the history
        assertThat(classesOf("check", "-c", config.toString()))
                .anyMatch(line -> line.contains(" org.flywaydb.core.internal."));

        assertThat(classesOf("check", "-c", config.toString()))
                .anyMatch(line -> line.contains(" org.jdbi."))
                .noneMatch(
                        line -> line.matches(
                                ".* (org\\.flywaydb\\.core\\.internal|software\\.amazon|com\\.google|org\\.quartz|org\\.postgresql|io\\.javalin|"
                                        + "org\\.eclipse|io\\.micrometer|jdk\\.internal\\.net\\.http|com\\.sun\\.org|com\\.zaxxer|"
                                        + "tools\\.jackson\\.databind|org\\.jdbi\\.v3\\.core\\.inlined\\.org\\.antlr\\.v4\\.runtime\\.atn|jdk\\.jfr\\.internal\\.settings)\\..*"));
    }

    @Test
    void theHelpSetsUpNoLogging() throws Exception {
        assertThat(classesOf("--help"))
                .anyMatch(line -> line.contains(" io.litedrill.cli.ServeCommand "))
                .noneMatch(line -> line.contains(" ch.qos.logback."))
                .noneMatch(line -> line.contains(" source: file:"));
    }
}
