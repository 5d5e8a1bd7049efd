package io.litedrill.cli;

import static io.litedrill.cli.CommandLineRun.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.cli.CommandLineRun.User;
import io.litedrill.json.JsonObject;
import io.litedrill.litestream.GoldenFiles;
import io.litedrill.litestream.GoldenManifest.Expected;
import io.litedrill.litestream.GoldenManifest.Kind;
import io.litedrill.litestream.GoldenManifest.Refused;
import io.litedrill.litestream.GoldenReplica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class CommandsTest {
    private static final String REQUESTED =
            " after_newest requested earlier_by_seconds later_by_up_to_seconds next_later";
    private static final String CHECK_KEYS =
            "database replica verdict layout recovery_point position lag_seconds lag_basis snapshot snapshot_count"
                    + " window_start gap_count findings requests bytes_read checked_at";
    private static final String DRILL_KEYS =
            "database replica outcome recovery_point position user_version database_bytes bytes_read"
                    + " requests seconds checks fallback findings id started_at rows mode full_because" + REQUESTED;
    private static final String RESTORE_KEYS =
            "database outcome output recovery_point position user_version database_bytes seconds moved_aside fallback"
                    + " findings replica id started_at reason checks rows ending overridden_by effect source in_place"
                    + " requested_by"
                    + REQUESTED;
    private static final String SCRUB_KEYS = "database replica id started_at seconds verdict files bytes_read findings";
    private static final String WINDOW_KEYS = "spans gaps around database replica findings";
    private static final String PLAN_KEYS =
            "files bytes requests recovery_point position estimated_seconds database replica"
                    + " reason before after findings" + REQUESTED;

    @TempDir
    Path folder;

    private User user;

    @BeforeEach
    void beginWithoutConfiguration() {
        user = new User(folder);
    }

    private GoldenReplica.Copy golden(String name) throws IOException {
        return GoldenReplica.load(name)
                .copyTo(folder.resolve("replica"), Instant.now().minus(Duration.ofMinutes(2)));
    }

    private String damaged() throws IOException {
        Path root = golden("ltx/basic").root();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                Instant time = Files.getLastModifiedTime(file).toInstant();
                bytes[bytes.length / 2] ^= 0x55;
                Files.write(file, bytes);
                Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.from(time));
            }
        }
        return root.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wal/basic", "ltx/levels"})
    void aSoundReplicaIsOkEverywhere(String name) throws Exception {
        GoldenReplica.Copy copy = golden(name);
        String root = copy.root().toString();

        CommandLineRun check = user.runs("check", root, "--json");
        assertThat(check.code()).as(check.out()).isZero();
        assertThat(check.keys()).isEqualTo(set(CHECK_KEYS));
        assertThat(check.object().text("verdict")).contains("ok");
        assertThat(check.object().text("database")).contains("file://" + root);

        CommandLineRun drill = user.runs("drill", root, "--json");
        assertThat(drill.code()).as(drill.out()).isZero();
        assertThat(drill.keys()).isEqualTo(set(DRILL_KEYS));
        assertThat(drill.object().text("outcome")).contains("passed");
        assertThat(drill.object().text("position")).isEqualTo(check.object().text("position"));

        CommandLineRun scrub = user.runs("scrub", root, "--json");
        assertThat(scrub.code()).as(scrub.out()).isZero();
        assertThat(scrub.keys()).isEqualTo(set(SCRUB_KEYS));
        assertThat(scrub.object().integer("files").orElseThrow()).isPositive();
        assertThat(user.runs("scrub", root).out()).contains("ok", "verified", "compared");

        CommandLineRun window = user.runs("window", root, "--json");
        assertThat(window.code()).isZero();
        assertThat(window.keys()).isEqualTo(set(WINDOW_KEYS));
        assertThat(window.object().objects("spans").orElseThrow()).isNotEmpty();

        CommandLineRun plan = user.runs("plan", root, "--json");
        assertThat(plan.code()).isZero();
        assertThat(plan.keys()).isEqualTo(set(PLAN_KEYS));
        assertThat(plan.json().get(0).get("estimated_seconds").isNull()).isTrue();
        List<JsonObject> files = plan.object().objects("files").orElseThrow();
        assertThat(files)
                .allSatisfy(
                        file -> assertThat(copy.root().resolve(file.text("name").orElseThrow()))
                                .hasSize(file.integer("bytes").orElseThrow()));
        assertThat(plan.object().integer("requests")).contains((long) files.size());
    }

    @Test
    void scrubOfADamagedReplicaIsCriticalAndNamesEveryFile() throws Exception {
        String root = damaged();

        CommandLineRun scrub = user.runs("scrub", root, "--json");

        assertThat(scrub.code()).isEqualTo(2);
        assertThat(scrub.object().text("verdict")).contains("critical");
        long named = scrub.object().objects("findings").orElseThrow().stream()
                .filter(finding -> finding.text("code").orElseThrow().startsWith("file-"))
                .count();
        assertThat(named).isEqualTo(scrub.object().integer("files").orElseThrow());
    }

    @Test
    void scrubOfAFolderThatIsNotThereIsUnknownOrCritical() throws Exception {
        assertThat(user.runs("scrub", folder.resolve("no/where").toString()).code())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "wal/basic,NEWEST",
        "ltx/basic,NEWEST",
        "wal/indexes,TIMESTAMP",
        "ltx/levels,TIMESTAMP",
        "ltx/levels,TXID"
    })
    void restoresWhatRealLitestreamRestores(String name, Kind kind) throws Exception {
        GoldenReplica.Copy copy = golden(name);
        Expected expected = copy.expected().stream()
                .filter(point -> point.kind() == kind)
                .findFirst()
                .orElseThrow();
        String[] command = Stream.concat(
                        Stream.of("restore", copy.root().toString(), "-o", "out.db", "--json"),
                        expected.arguments().stream().map(text -> text.replaceFirst("^-", "--")))
                .toArray(String[]::new);

        CommandLineRun restored = user.runs(command);

        assertThat(restored.code()).as(restored.out() + restored.err()).isZero();
        assertThat(restored.keys()).isEqualTo(set(RESTORE_KEYS));
        assertThat(restored.object().text("outcome")).contains("restored");
        assertThat(restored.object().text("output"))
                .contains(folder.resolve("out.db").toString());
        assertThat(restored.object().integer("user_version")).contains(expected.userVersion());
        assertThat(GoldenFiles.sha256(folder.resolve("out.db"))).isEqualTo(expected.fileSha256());
    }

    @Test
    void restoresAPositionOfTheWalLayout() throws Exception {
        String root = golden("wal/basic").root().toString();
        String position =
                user.runs("check", root, "--json").object().text("position").orElseThrow();

        CommandLineRun restored = user.runs("restore", root, "--position", position, "-o", "out.db", "--json");

        assertThat(restored.code()).as(restored.out()).isZero();
        assertThat(restored.object().text("position")).contains(position);
    }

    @Test
    void anExistingFileIsNotTouched() throws Exception {
        String root = golden("ltx/basic").root().toString();
        Files.writeString(folder.resolve("out.db"), "mine");

        for (String extra : List.of("--fallback", "--dry-run")) {
            CommandLineRun refused = user.runs("restore", root, "-o", "out.db", "--json", extra);
            assertThat(refused.code()).isEqualTo(4);
            assertThat(refused.object().text("outcome")).contains("refused");
            assertThat(refused.object().text("reason").orElseThrow()).contains("is there already");
        }
        assertThat(folder.resolve("out.db")).hasContent("mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--dry-run", "--fallback"})
    void aMissingFolderIsRefusedBeforeAnythingIsRead(String extra) throws Exception {
        // the replica does not exist either; a command that read it first would report that
        String root = folder + "/no/such";
        CommandLineRun refused = user.runs("restore", root, "-o", "nodir/out.db", "--json", extra);
        assertThat(refused.code()).as(refused.out()).isEqualTo(4);
        assertThat(refused.object().text("reason").orElseThrow()).contains("the folder is not there");
        CommandLineRun told = user.runs("restore", root, "-o", "nodir/out.db", extra);
        assertThat(told.code()).isEqualTo(4);
        assertThat(told.out()).contains("the folder is not there");
    }

    @Test
    void aDryRunWritesNothing() throws Exception {
        String root = golden("ltx/basic").root().toString();

        CommandLineRun dry = user.runs("restore", root, "-o", "out.db", "--dry-run", "--json");

        assertThat(dry.code()).isZero();
        assertThat(dry.keys()).containsAll(set(RESTORE_KEYS)).contains("dry_run", "plan");
        assertThat(dry.object().object("plan").orElseThrow().integer("bytes").orElseThrow())
                .isPositive();
        assertThat(user.runs("restore", root, "-o", "out.db", "--dry-run").out())
                .contains("nothing was written");
        assertThat(folder.resolve("out.db")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ltx/hole", "wal/hole"})
    void aHoleIsCriticalAndWhatLiesBehindItIsRefused(String name) throws Exception {
        GoldenReplica.Copy copy = golden(name);
        String root = copy.root().toString();
        Refused inGap = copy.refused().stream()
                .filter(point -> point.why().equals("gap") && point.kind() == Kind.TIMESTAMP)
                .findFirst()
                .orElseThrow();

        CommandLineRun check = user.runs("check", root, "--json");
        assertThat(check.code()).as(check.out()).isEqualTo(2);
        assertThat(check.codes()).contains("gap");
        CommandLineRun drill = user.runs("drill", root, "--json");
        assertThat(drill.code()).isEqualTo(2);
        assertThat(drill.object().text("outcome")).contains("failed");
        assertThat(drill.object().object("fallback").orElseThrow().number("lost_seconds"))
                .isPresent();
        assertThat(user.runs("window", root).out()).contains("gap\t");
        String time = inGap.time().toString();
        assertThat(user.runs("plan", root, "--timestamp", time).code()).isEqualTo(4);
        CommandLineRun refused = user.runs("restore", root, "--timestamp", time, "-o", "out.db", "--json");
        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.keys()).isEqualTo(set(RESTORE_KEYS));
        assertThat(refused.object().text("outcome")).contains("refused");
        assertThat(user.runs("restore", root, "-o", "out.db", "--json").code()).isEqualTo(4);
        assertThat(folder.resolve("out.db")).doesNotExist();
    }

    @Test
    void fallsBackOnRequest() throws Exception {
        GoldenReplica.Copy copy = golden("ltx/hole");
        Expected sound = copy.expected().stream()
                .filter(point -> point.kind() == Kind.NEWEST_SOUND)
                .findFirst()
                .orElseThrow();

        CommandLineRun restored = user.runs("restore", copy.root().toString(), "-o", "out.db", "--fallback", "--json");

        assertThat(restored.code()).as(restored.out()).isZero();
        assertThat(restored.object().object("fallback").orElseThrow().time("got"))
                .isPresent();
        assertThat(GoldenFiles.sha256(folder.resolve("out.db"))).isEqualTo(sound.fileSha256());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ltx/hole-healed", "wal/hole-healed"})
    void aRefusedPointComesWithTheCommandsForItsNeighbours(String name) throws Exception {
        GoldenReplica.Copy copy = golden(name);
        Refused inGap = copy.refused().stream()
                .filter(point -> point.why().equals("gap"))
                .findFirst()
                .orElseThrow();
        String time = inGap.time().toString();

        CommandLineRun plan = user.runs("plan", copy.root().toString(), "--timestamp", time, "--json");

        assertThat(plan.code()).isEqualTo(4);
        assertThat(plan.keys()).isEqualTo(set(PLAN_KEYS));
        assertThat(plan.object().text("reason").orElseThrow()).contains(time);
        for (String side : List.of("before", "after")) {
            JsonObject neighbour = plan.object().object(side).orElseThrow();
            String command = neighbour.text("command").orElseThrow();
            assertThat(user.runs("plan", copy.root().toString(), "--timestamp", time)
                            .out())
                    .contains(command);
            CommandLineRun restored = user.runs(command.replace("FILE", side + ".db")
                    .replaceFirst("litedrill ", "")
                    .split(" "));
            assertThat(restored.code()).as(restored.out()).isZero();
            assertThat(folder.resolve(side + ".db")).exists();
        }
    }

    @Test
    void anEmptyReplicaIsNoBackup() throws Exception {
        CommandLineRun check = user.runs("check", "file://" + folder + "/missing", "--json");
        assertThat(check.code()).isEqualTo(2);
        assertThat(check.codes()).contains("prefix-empty");
        assertThat(check.json().get(0).get("recovery_point").isNull()).isTrue();
        String missing = folder + "/missing";
        assertThat(user.runs("window", missing, "--json").code()).isEqualTo(2);
        CommandLineRun plan = user.runs("plan", missing, "--json");
        assertThat(plan.code()).isEqualTo(2);
        assertThat(plan.keys()).isEqualTo(set(PLAN_KEYS));
        assertThat(user.runs("restore", missing, "-o", "out.db", "--json").code())
                .isEqualTo(2);
        assertThat(user.runs("drill", missing, "--json").code()).isEqualTo(2);
    }

    @Test
    void aMissingParentCannotBeLookedAt() {
        String unreachable = folder + "/no/such";
        CommandLineRun check = user.runs("check", unreachable, "--json");
        assertThat(check.code()).isEqualTo(3);
        assertThat(check.codes()).containsExactly("storage-unreachable");
        assertThat(user.runs("drill", unreachable, "--json").code()).isEqualTo(3);
        CommandLineRun window = user.runs("window", unreachable, "--json");
        assertThat(window.code()).isEqualTo(3);
        assertThat(window.keys()).isEqualTo(set(WINDOW_KEYS));
        assertThat(window.codes()).containsExactly("storage-unreachable");
        assertThat(user.runs("plan", unreachable, "--json").code()).isEqualTo(3);
        assertThat(user.runs("restore", unreachable, "-o", "out.db", "--json").code())
                .isEqualTo(3);
    }

    @Test
    void aDamagedReplicaFailsADrillAndARestore() throws Exception {
        String root = damaged();
        CommandLineRun drill = user.runs("drill", root, "--json");
        assertThat(drill.code()).as(drill.out()).isEqualTo(2);
        assertThat(drill.codes()).contains("file-damaged");
        CommandLineRun restore = user.runs("restore", root, "-o", "out.db", "--json");
        assertThat(restore.code()).isEqualTo(2);
        assertThat(restore.object().text("outcome")).contains("failed");
        assertThat(folder.resolve("out.db")).doesNotExist();
    }

    @Test
    void aReplicaThatCannotBeReadIsUnknown() throws Exception {
        String yml = Files.writeString(
                        folder.resolve("litestream.yml"),
                        "dbs: [{path: /a/app.db, replica: {type: s3, bucket: '${NO_SUCH_BUCKET}'}}]")
                .toString();
        CommandLineRun check = user.runs("check", "app.db", "-c", yml, "--json");
        assertThat(check.code()).isEqualTo(3);
        assertThat(check.codes()).containsExactly("replica-unsupported");
        assertThat(user.runs("drill", "app.db", "-c", yml, "--json").codes()).containsExactly("replica-unsupported");
        assertThat(user.runs("drill", "app.db", "-c", yml).code()).isEqualTo(3);
        assertThat(user.runs("window", "app.db", "-c", yml).code()).isEqualTo(3);
        assertThat(user.runs("restore", "app.db", "-c", yml, "-o", "out.db").code())
                .isEqualTo(3);
    }

    @Test
    void aTimeAfterTheNewestMeansTheNewestAndSaysSo() throws Exception {
        String root = golden("ltx/basic").root().toString();
        CommandLineRun plan = user.runs("plan", root, "--timestamp", "2099-01-01T01:00:00+01:00", "--json");
        assertThat(plan.code()).isZero();
        assertThat(plan.object().flag("after_newest")).contains(true);
        assertThat(user.runs("plan", root, "--timestamp", "2099-01-01T00:00:00Z")
                        .out())
                .contains("after the newest replicated change");
    }

    @Test
    void outputInAPipeHasNoColoursAndLooksTheSameWithoutJson() throws Exception {
        String root = golden("ltx/hole").root().toString();
        for (String command : List.of("check", "drill", "window", "plan")) {
            CommandLineRun run = user.runs(command, root);
            assertThat(run.out()).isNotEmpty().doesNotContain("\u001b");
            assertThat(run.err()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check ROOT",
                "drill ROOT",
                "scrub ROOT",
                "window ROOT",
                "plan ROOT",
                "bisect ROOT --sql 'SELECT 1' --expect '= 1'",
                "restore ROOT -o OUT --dry-run",
                "restore ROOT -o OUT"
            })
    void jsonIsAnArrayWithAnObjectForEachDatabase(String command) throws Exception {
        String root = golden("ltx/basic").root().toString();
        String out = folder.resolve("out.db").toString();
        String[] words = Pattern.compile("'([^']*)'|\\S+")
                .matcher(command.replace("ROOT", root).replace("OUT", out) + " --json")
                .results()
                .map(word -> Optional.ofNullable(word.group(1)).orElse(word.group()))
                .toArray(String[]::new);

        JsonNode json = user.runs(words).json();

        assertThat(json.isArray()).as(json.toString()).isTrue();
        assertThat(json).hasSize(1);
    }
}
