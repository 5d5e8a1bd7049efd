package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.cli.CommandLineRun.User;
import io.litedrill.json.JsonObject;
import io.litedrill.litestream.GoldenFiles;
import io.litedrill.litestream.GoldenReplica;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands with a requested time report that time, the delivered time, the difference and the next later point. */
class RequestedTimeTest {
    @TempDir
    Path folder;

    private User user;
    private String root = "";

    @BeforeEach
    void beginWithoutConfiguration() {
        user = new User(folder);
    }

    private void golden(String name) throws IOException {
        root = GoldenReplica.load(name)
                .copyTo(folder.resolve("replica"), Instant.now().minus(Duration.ofMinutes(2)))
                .root()
                .toString();
    }

    private static Instant time(JsonObject object) {
        return object.time("recovery_point").orElseThrow();
    }

    private JsonObject window(Instant around) {
        return user.runs("window", root, "--around", around.toString(), "--json")
                .object()
                .object("around")
                .orElseThrow();
    }

    private List<JsonObject> points(Instant around) {
        return window(around).objects("points").orElseThrow();
    }

    private JsonObject widestSpan() {
        return user.runs("window", root, "--json").object().objects("spans").orElseThrow().stream()
                .max((a, b) -> a.number("largest_step_seconds")
                        .orElseThrow()
                        .compareTo(b.number("largest_step_seconds").orElseThrow()))
                .orElseThrow();
    }

    /** Returns a time in the middle of the window, between two points that are at least some milliseconds apart. */
    private Instant between() {
        JsonObject span = widestSpan();
        Instant from = span.time("from").orElseThrow();
        Instant middle =
                from.plus(Duration.between(from, span.time("to").orElseThrow()).dividedBy(2));
        List<Instant> times =
                points(middle).stream().map(RequestedTimeTest::time).toList();
        return Stream.iterate(1, i -> i < times.size(), i -> i + 1)
                .filter(i -> times.get(i - 1).plusMillis(20).isBefore(times.get(i)))
                .map(i -> times.get(i - 1).plusMillis(15))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ltx/compacted", "ltx/levels", "wal/indexes"})
    void aRestoreReportsWhatWasAskedAndWhatWasDelivered(String name) throws Exception {
        golden(name);
        Instant requested = between();

        CommandLineRun restored =
                user.runs("restore", root, "--timestamp", requested.toString(), "-o", "a.db", "--json");

        assertThat(restored.code()).as(restored.out()).isZero();
        JsonObject result = restored.object();
        assertThat(result.time("requested")).contains(requested);
        assertThat(result.number("earlier_by_seconds").orElseThrow())
                .isEqualByComparingTo(seconds(Duration.between(time(result), requested)))
                .isEqualByComparingTo("0.015");
        JsonObject next = result.object("next_later").orElseThrow();
        assertThat(time(next)).isAfter(requested);
        assertThat(points(requested))
                .as("no recovery point lies between")
                .noneMatch(point ->
                        time(point).isAfter(time(result)) && time(point).isBefore(time(next)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ltx/compacted", "ltx/levels", "wal/indexes"})
    void theNextLaterPointIsRestoredByTheCommandThatIsNamed(String name) throws Exception {
        golden(name);
        Instant requested = between();

        CommandLineRun plan = user.runs("plan", root, "--timestamp", requested.toString());
        String command = plan.out()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("litedrill restore "))
                .findFirst()
                .orElseThrow();
        CommandLineRun restored =
                user.runs((command.replaceFirst("litedrill ", "").replace("FILE", "later.db") + " --json").split(" "));

        assertThat(restored.code()).as(restored.out()).isZero();
        assertThat(time(restored.object())).isAfter(requested);
        JsonObject planned = user.runs("plan", root, "--timestamp", requested.toString(), "--json")
                .object();
        assertThat(planned.time("requested")).contains(requested);
        assertThat(planned.object("next_later").orElseThrow().text("position"))
                .isEqualTo(restored.object().text("position"));
    }

    @Test
    void allTextsSayItInPlainWords() throws Exception {
        golden("ltx/compacted");
        String requested = between().toString();

        for (String command : List.of("plan", "drill", "restore")) {
            String[] line = command.equals("restore")
                    ? new String[] {command, root, "--timestamp", requested, "-o", "a.db"}
                    : new String[] {command, root, "--timestamp", requested};
            assertThat(user.runs(line).out())
                    .as(command)
                    .contains("requested       " + requested)
                    .containsPattern("recovery point  \\S+ \\([0-9a-f]{16}\\), 0.015s before the requested time")
                    .containsPattern("next later      \\S+ \\([0-9a-f]{16}\\), \\S+s after the requested time");
        }
        String dry = user.runs("restore", root, "--timestamp", requested, "-o", "b.db", "--dry-run")
                .out();
        assertThat(dry).contains("requested       " + requested, "before the requested time", "next later");
        assertThat(user.runs("restore", root, "-o", "c.db").out()).doesNotContain("requested");
    }

    @Test
    void aDryRunAndADrillHaveTheKeysToo() throws Exception {
        golden("ltx/compacted");
        Instant requested = between();

        for (String command : List.of("drill", "restore")) {
            CommandLineRun run = command.equals("restore")
                    ? user.runs(command, root, "--timestamp", requested.toString(), "-o", "a.db", "--dry-run", "--json")
                    : user.runs(command, root, "--timestamp", requested.toString(), "--json");
            assertThat(run.code()).as(run.out()).isZero();
            assertThat(run.object().time("requested")).contains(requested);
            assertThat(run.object().number("earlier_by_seconds").orElseThrow()).isEqualByComparingTo("0.015");
            assertThat(time(run.object().object("next_later").orElseThrow())).isAfter(requested);
        }
        JsonObject newest = user.runs("drill", root, "--json").object();
        assertThat(newest.time("requested")).isEmpty();
        assertThat(newest.number("earlier_by_seconds")).isEmpty();
        assertThat(newest.object("next_later")).isEmpty();
    }

    /** The printed time of a point selects this point, in every output and in both layouts. */
    @ParameterizedTest
    @ValueSource(strings = {"ltx/compacted", "ltx/levels", "wal/indexes", "wal/generations"})
    void theTimeOfAPointAsItIsPrintedNamesThisPoint(String name) throws Exception {
        golden(name);
        List<JsonObject> points = points(between());
        assertThat(points).hasSizeGreaterThan(3);

        for (JsonObject point : points) {
            String time = point.text("recovery_point").orElseThrow();
            String position = point.text("position").orElseThrow();
            String option = position.contains("/") ? "--position" : "--txid";

            JsonObject plan =
                    user.runs("plan", root, "--timestamp", time, "--json").object();
            assertThat(plan.text("position")).contains(position);
            assertThat(plan.number("earlier_by_seconds").orElseThrow()).isZero();
            String spelled = time + " (" + position + ")";
            assertThat(user.runs("plan", root, "--timestamp", time).out()).contains(spelled);
            CommandLineRun restored = user.runs("restore", root, option, position, "-o", "x.db");
            assertThat(restored.out()).contains("recovery point  " + spelled);
            String same = GoldenFiles.sha256(folder.resolve("x.db"));
            user.runs("restore", root, "--timestamp", time, "-o", "y.db");
            assertThat(GoldenFiles.sha256(folder.resolve("y.db"))).isEqualTo(same);
            Files.delete(folder.resolve("x.db"));
            Files.delete(folder.resolve("y.db"));
        }
    }

    /** S3 and many copies keep whole seconds: an upload within a second counts for the second's beginning. */
    @Test
    void ofTimesInWholeSecondsTheStateMayBeLaterThanWasAsked() throws Exception {
        golden("wal/indexes");
        try (Stream<Path> files = Files.walk(Path.of(root))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Instant time = Files.getLastModifiedTime(file).toInstant();
                Files.setLastModifiedTime(file, FileTime.from(time.truncatedTo(ChronoUnit.SECONDS)));
            }
        }
        Instant to = widestSpan().time("to").orElseThrow();
        Instant requested = to.plusMillis(400);

        JsonObject plan =
                user.runs("plan", root, "--timestamp", to.toString(), "--json").object();
        assertThat(plan.number("later_by_up_to_seconds").orElseThrow()).isEqualByComparingTo("1");
        String text = user.runs("plan", root, "--timestamp", to.toString()).out();
        assertThat(text).contains("whole seconds", "up to 1s after the requested time");
        JsonObject later = user.runs("plan", root, "--timestamp", requested.toString(), "--json")
                .object();
        assertThat(later.flag("after_newest")).contains(true);
        assertThat(later.number("later_by_up_to_seconds").orElseThrow()).isEqualByComparingTo("0.6");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ltx/compacted", "wal/indexes"})
    void theLargestStepOfASpanIsShown(String name) throws Exception {
        golden(name);
        JsonObject span = widestSpan();

        assertThat(span.number("largest_step_seconds").orElseThrow()).isPositive();
        assertThat(user.runs("window", root).out()).containsPattern("(?m)^span\t.*\t[0-9.]+s\t[^\t]+$");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ltx/hole-healed", "wal/hole-healed"})
    void pointsAroundATimeInAGapAreListedAndTheTimeIsRefused(String name) throws Exception {
        golden(name);
        JsonObject gap = user.runs("window", root, "--json")
                .object()
                .objects("gaps")
                .orElseThrow()
                .get(0);
        Instant inside = gap.time("before").orElseThrow().minusMillis(1);

        CommandLineRun around = user.runs("window", root, "--around", inside.toString(), "--json");

        assertThat(around.code()).isEqualTo(4);
        JsonObject near = around.object().object("around").orElseThrow();
        assertThat(near.object("restores_to")).isEmpty();
        assertThat(near.text("reason").orElseThrow()).contains("no recovery point lies at");
        assertThat(near.objects("points").orElseThrow())
                .anyMatch(point -> time(point).isBefore(inside))
                .anyMatch(point -> time(point).isAfter(inside));
        CommandLineRun refused = user.runs("restore", root, "--timestamp", inside.toString(), "-o", "a.db", "--json");
        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.object().time("requested")).contains(inside);
        assertThat(refused.object().number("earlier_by_seconds")).isEmpty();
        CommandLineRun text = user.runs("window", root, "--around", inside.toString());
        assertThat(text.code()).isEqualTo(4);
        assertThat(text.out()).contains("no recovery point lies at");
    }

    @Test
    void aTimeAroundWhichToLookMustBeATime() throws Exception {
        golden("ltx/basic");
        assertThat(user.runs("window", root, "--around", "yesterday").code()).isEqualTo(64);
        JsonObject after = window(Instant.parse("2099-01-01T00:00:00Z"));
        assertThat(after.flag("after_newest")).contains(true);
        assertThat(after.object("restores_to")).isPresent();
    }

    private static BigDecimal seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toNanos()).movePointLeft(9);
    }
}
