package io.litedrill.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.cli.ToolRun;
import io.litedrill.litestream.GoldenReplica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The examples that run {@code litedrill ensure} before an application. {@code DockerfileIT} runs the one for images.
 */
class EntrypointTest {
    private static final Path RECIPES = Path.of("config/entrypoint");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile", "app.service.conf"})
    void theDocumentShowsEachRecipeAsItIs(String name) throws IOException {
        String recipe = Files.readAllLines(RECIPES.resolve(name)).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.isEmpty() ? "" : "    " + line)
                .collect(Collectors.joining("\n"));

        assertThat(Files.readString(Path.of("docs/recovering.md"))).contains(recipe);
        assertThat(recipe.lines().filter(line -> !line.isBlank())).hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void systemdAcceptsTheUnitWithTheRecipe() throws Exception {
        Path unit = Files.writeString(
                folder.resolve("app.service"), "[Unit]\nDescription=app\n[Service]\nExecStart=/bin/true\n");
        Path addition = Files.createDirectories(folder.resolve("app.service.d")).resolve("litedrill.conf");
        Files.writeString(
                addition,
                Files.readString(RECIPES.resolve("app.service.conf"))
                        .replace(
                                "/usr/bin/litedrill",
                                Path.of("litedrill").toAbsolutePath().toString()));

        ToolRun run = ToolRun.of("systemd-analyze", "verify", "--man=no", unit.toString());

        assertThat(run.output()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    /** The command that systemd runs before the application, on a host without a database. */
    @Test
    void theCommandBeforeTheStartRestoresTheDatabase() throws Exception {
        Path replica = folder.resolve("replica");
        Path live = folder.resolve("app.db");
        GoldenReplica.load("ltx/basic").copyTo(replica, Instant.now().minusSeconds(60));
        Files.writeString(
                folder.resolve("litedrill.yml"),
                "databases: [{name: app, path: " + live + ", replica: " + replica + "}]\n");
        List<String> words = Files.readAllLines(RECIPES.resolve("app.service.conf")).stream()
                .filter(line -> line.startsWith("ExecStartPre=/usr/bin/litedrill "))
                .flatMap(line -> List.of(line.split(" ")).stream().skip(1))
                .toList();

        CommandRun.Result first = new CommandRun(folder).of(words.toArray(String[]::new));
        CommandRun.Result second = new CommandRun(folder).of(words.toArray(String[]::new));

        assertThat(first.exitCode()).as(first.output()).isZero();
        assertThat(first.output()).contains("Database successfully restored and verified");
        assertThat(live).isNotEmptyFile();
        assertThat(second.exitCode()).as(second.output()).isZero();
        assertThat(second.output()).doesNotContain("DATABASE RESTORE REQUIRED");
    }
}
