package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.json.JsonObject;
import io.litedrill.litestream.Dump;
import io.litedrill.litestream.GoldenManifest.Expected;
import io.litedrill.litestream.GoldenManifest.Kind;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.litestream.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs every command of docs/runbooks/restore.md in order, on a database with the accident of the heading. */
class RestoreRunbookTest {
    private static final Path PAGE = Path.of("docs/runbooks/restore.md");
    private static final String INDENT = "    ";

    @TempDir
    Path folder;

    private Path live;
    private GoldenReplica.Copy replica;

    @BeforeEach
    void makeADatabaseWithABackup() throws Exception {
        replica = GoldenReplica.load("wal/basic")
                .copyTo(folder.resolve("r"), Instant.now().minus(Duration.ofMinutes(2)));
        live = Files.createDirectory(folder.resolve("data")).resolve("app.db");
        Files.writeString(folder.resolve("litedrill.yml"), """
            listen: 127.0.0.1:0
            home: home
            token: a-token-for-tests
            databases: [{name: app, path: 'BASE/data/app.db', replica: 'file://BASE/r'}]
            """.replace("BASE", folder.toString()));
    }

    /** Returns the commands below a heading in order, without their comments. */
    private static List<String> commands(String heading) throws IOException {
        List<String> commands = new ArrayList<>();
        boolean here = false;
        for (String line : Files.readAllLines(PAGE)) {
            here = line.startsWith("#") ? line.equals("## " + heading) : here;
            if (here && line.startsWith(INDENT)) {
                commands.add(line.strip().replaceFirst("\\s+# .*", ""));
            }
        }
        assertThat(commands).as(heading).isNotEmpty();
        return commands;
    }

    /** Runs an unchanged command of Litedrill, except for the folder and the time of this test. */
    private CommandLineRun run(String command) {
        String here = command.replace("/data/", live.getParent() + "/").replace("2026-11-23T05:00:00Z", before());
        String[] words = here.split(" (?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);
        assertThat(words[0]).isEqualTo("litedrill");
        return new CommandLineRun.User(folder)
                .runs(Arrays.stream(words)
                        .skip(1)
                        .map(word -> word.replace("\"", ""))
                        .toArray(String[]::new));
    }

    private void runAll(String heading) throws IOException {
        for (String command : commands(heading)) {
            CommandLineRun run = run(command);
            assertThat(run.code()).as(command + "\n" + run.out() + run.err()).isZero();
        }
    }

    /** Returns the state before the newest. */
    private Expected stateBefore() {
        List<Expected> points = replica.expected();
        return points.get(points.size() - 1);
    }

    private String before() {
        return stateBefore().value().orElseThrow();
    }

    private void assertState(Expected wanted) throws Exception {
        assertThat(Dump.sha256(live)).isEqualTo(wanted.dumpSha256());
    }

    private Expected newest() {
        return GoldenReplica.load("wal/basic").expected(Kind.NEWEST);
    }

    private void spoil() throws IOException {
        Files.write(live, new byte[8192]);
    }

    private List<String> beside(String kind) throws IOException {
        try (Stream<Path> entries = Files.list(live.getParent())) {
            return entries.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("app.db." + kind + "."))
                    .toList();
        }
    }

    @Test
    void everyCommandOfThePageIsBelowAHeadingThatIsTested() throws IOException {
        String page = Files.readString(PAGE);
        List<String> tested = List.of(
                "First",
                "The database is gone",
                "The database is corrupt",
                "The newest state does not restore",
                "The database is sound, but what is in it is wrong",
                "Over HTTP",
                "Afterwards");
        long commands = 0;
        for (String heading : tested) {
            commands += commands(heading).size();
        }
        assertThat(page.lines().filter(line -> line.startsWith(INDENT))).hasSize((int) commands);
    }

    @Test
    void firstSeeWhatThereIs() throws Exception {
        for (String command : commands("First")) {
            CommandLineRun run = run(command);
            assertThat(run.code()).as(command + run.out() + run.err()).isIn(0, 1);
            assertThat(run.out()).contains("app");
        }
        assertThat(live.getParent()).isEmptyDirectory();
    }

    @Test
    void gone() throws Exception {
        runAll("The database is gone");
        assertState(newest());

        Files.delete(live);
        CommandLineRun ensured = run(commands("The database is gone").get(1));
        assertThat(ensured.err())
                .containsSubsequence("DATABASE RESTORE REQUIRED", "Database successfully restored and verified");
        assertState(newest());
    }

    @Test
    void corrupt() throws Exception {
        spoil();
        runAll("The database is corrupt");
        assertState(newest());
        assertThat(beside("corrupted")).hasSize(1);
    }

    @Test
    void theNewestStateDoesNotRestore() throws Exception {
        spoil();
        List<Path> files = BadDay.files(replica.root());
        Path last = files.get(files.size() - 1);
        byte[] bytes = Files.readAllBytes(last);
        bytes[bytes.length / 2] ^= 0x10;
        var time = Files.getLastModifiedTime(last);
        Files.setLastModifiedTime(Files.write(last, bytes), time);
        assertThat(run("litedrill restore app --in-place --yes").code()).isEqualTo(4);
        assertThat(run("litedrill restore app --dry-run -o " + folder.resolve("new.db"))
                        .code())
                .isEqualTo(4);
        assertThat(run("litedrill restore app --fallback --dry-run -o " + folder.resolve("new.db"))
                        .out())
                .contains("The newest before it that restores would be looked for: it is at best of ")
                .contains("of changes would be lost");
        JsonObject preview = run("litedrill restore app --fallback --dry-run --json -o " + folder.resolve("new.db"))
                .object();
        assertThat(preview.text("would_be")).contains("restored");
        assertThat(preview.object("fallback")
                        .orElseThrow()
                        .number("lost_seconds")
                        .orElseThrow())
                .isNotNegative();

        runAll("The newest state does not restore");

        assertState(stateBefore());
    }

    @Test
    void wrong() throws Exception {
        assertThat(run("litedrill restore app --in-place --yes").code()).isZero();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + live);
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM note");
        }
        runAll("The database is sound, but what is in it is wrong");

        assertState(stateBefore());
        assertThat(Dump.sha256(live.resolveSibling("before.db")))
                .isEqualTo(stateBefore().dumpSha256());
        assertThat(beside("replaced")).hasSize(1);
    }

    @Test
    void overHttp() throws Exception {
        Tools.require("curl");
        try (RunningDaemon daemon = RunningDaemon.of(folder)) {
            List<String> commands = commands("Over HTTP");
            JsonObject outlook = curl(commands.get(0), daemon, "");
            assertThat(outlook.flag("dry_run")).contains(true);
            assertThat(live).doesNotExist();

            String id = curl(commands.get(1), daemon, "").text("id").orElseThrow();
            assertThat(new RestoresOverHttp(daemon.http(), "app")
                            .awaitResult(id)
                            .text("outcome"))
                    .contains("restored");

            assertThat(commands).hasSize(3);
            assertThat(curl(commands.get(2), daemon, id)
                            .object("result")
                            .orElseThrow()
                            .text("outcome"))
                    .contains("restored");
        }
        assertState(newest());
    }

    private static JsonObject curl(String command, RunningDaemon daemon, String id) throws Exception {
        assertThat(command).startsWith("curl ");
        String here = command.replace(":8377", ":" + daemon.http().port()).replaceFirst("ID$", id);
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", here);
        builder.environment().put("TOKEN", RunningDaemon.TOKEN);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return JsonObject.parse(out);
    }

    @Test
    void afterwards() throws Exception {
        assertThat(run("litedrill restore app --in-place --yes").code()).isZero();
        List<String> commands = commands("Afterwards");
        assertThat(run(commands.get(0)).code()).isIn(0, 1);
        assertThat(run(commands.get(1)).code()).isZero();
        assertThat(commands).hasSize(2);
    }

    /** Every refusal that the page quotes is a refusal of the program. */
    @Test
    void everyRefusalOfTheTableIsOneOfTheProgram() throws IOException {
        StringBuilder program = new StringBuilder();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                program.append(Files.readString(source));
            }
        }
        List<String> refusals = Pattern.compile("(?m)^\\| `([^`]+)` \\|")
                .matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        assertThat(refusals)
                .hasSizeGreaterThan(8)
                .allSatisfy(refusal -> assertThat(program).contains(refusal));
    }
}
