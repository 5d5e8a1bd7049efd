package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.cli.CommandLineRun.User;
import io.litedrill.hook.CommandRunner;
import io.litedrill.hook.HookCommand;
import io.litedrill.hook.HookOutcome;
import io.litedrill.litestream.GoldenReplica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps back from a restore in place, as docs/recovering.md describes them. */
class BackAgainTest {
    private static final Path DOCUMENT = Path.of("docs/recovering.md");

    @TempDir
    Path folder;

    private User user;
    private Path live;

    @BeforeEach
    void configureARestoreWithAFailingHook() throws IOException {
        GoldenReplica.load("wal/basic")
                .copyTo(folder.resolve("r/app"), Instant.now().minus(Duration.ofMinutes(2)));
        live = Files.createDirectory(folder.resolve("data")).resolve("app.db");
        user = new User(folder)
                .with("LITEDRILL_HOME", folder.resolve("home").toString())
                .configured("databases:\n  - {name: app, path: '" + live + "', replica: 'file://" + folder
                        + "/r/app'}\nrestore: {after: 'exit 3'}\n");
    }

    private static String commands() throws IOException {
        String part = Files.readString(DOCUMENT).split("## Back again\n", 2)[1].split("\n## ", 2)[0];
        return part.lines()
                .filter(line -> line.startsWith("    "))
                .map(String::strip)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void whatWasThereIsPutBackAndNothingIsDeleted() throws Exception {
        Files.writeString(live, "the old database");
        Files.writeString(live.resolveSibling("app.db-wal"), "its wal");
        Files.writeString(
                Files.createDirectory(live.resolveSibling(".app.db-litestream")).resolve("generation"), "01");
        CommandLineRun run = user.runs("restore", "app", "--in-place", "--yes", "--json");
        assertThat(run.code()).as(run.out()).isEqualTo(5);
        Path aside = Path.of(run.object().text("moved_aside").orElseThrow());
        byte[] restored = Files.readAllBytes(live);

        assertThat(commands()).doesNotContain("rm ");
        String script = commands()
                .replace("app.db.replaced.20261101T120000Z", String.valueOf(aside.getFileName()))
                .replace("/data", live.resolveSibling(".").toString());
        HookOutcome back =
                new CommandRunner().run(new HookCommand(HookCommand.shell(script), Map.of(), Duration.ofSeconds(30)));

        assertThat(live).as(back.text()).hasContent("the old database");
        assertThat(live.resolveSibling("app.db-wal")).hasContent("its wal");
        assertThat(live.resolveSibling(".app.db-litestream/generation")).hasContent("01");
        assertThat(live.resolveSibling(".app.db.litedrill-owed")).doesNotExist();
        assertThat(live.resolveSibling("app.db.undone/app.db")).hasBinaryContent(restored);
        assertThat(aside).isEmptyDirectory();
    }

    @Test
    void whatFailedAfterwardsNamesTheDatabaseAndTheWayBack() throws IOException {
        Files.writeString(live, "the old database");
        CommandLineRun run = user.runs("restore", "app", "--in-place", "--yes", "--json");

        String hint = run.object()
                .objects("findings")
                .orElseThrow()
                .get(0)
                .text("hint")
                .orElseThrow();

        assertThat(hint)
                .contains("litedrill ensure app", "litedrill window app", "litedrill restore app --in-place")
                .contains(DOCUMENT + " says (\"Back again\")")
                .contains(run.object().text("moved_aside").orElseThrow())
                .doesNotContain("TARGET", "NAME");
        assertThat(Files.readString(DOCUMENT)).contains("\n## Back again\n");
    }
}
