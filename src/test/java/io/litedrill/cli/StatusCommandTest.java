package io.litedrill.cli;

import static io.litedrill.cli.CommandLineRun.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.app.DaemonLock;
import io.litedrill.check.ReplicaId;
import io.litedrill.cli.CommandLineRun.User;
import io.litedrill.history.HistoryStore;
import io.litedrill.history.Retention;
import io.litedrill.history.SqliteHistory;
import io.litedrill.json.JsonObject;
import io.litedrill.json.SampleResults;
import io.litedrill.litestream.GoldenReplica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The databases in the output of {@code status}, and those that {@code check} prints. */
class StatusCommandTest {
    private static final String KEYS = "database replica verdict reasons checked_at check recovery_point window_start"
            + " drilled_at drill last_passed_drill proved_until proved_position restore_seconds next_drill daemon";

    @TempDir
    Path folder;

    private User user;

    @BeforeEach
    void configureASoundAndABrokenDatabase() throws IOException {
        Instant written = Instant.now().minusSeconds(60);
        GoldenReplica.load("ltx/basic").copyTo(folder.resolve("sound"), written);
        GoldenReplica.load("ltx/hole").copyTo(folder.resolve("broken"), written);
        user = new User(folder).configured(config(folder.resolve("home")));
    }

    private String config(Path home) {
        return "home: " + home + "\nobjectives:\n  rpo: 1h\ndatabases:\n" + database("sound") + database("broken");
    }

    private String database(String name) {
        return "  - name: " + name + "\n    replica: file://" + folder.resolve(name) + "\n";
    }

    private JsonObject status(String name, int code) {
        CommandLineRun run = user.runs("status", name, "--json");
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(code);
        assertThat(run.keys()).isEqualTo(set(KEYS));
        return run.object();
    }

    @Test
    void whatIsNotProvedIsUnknownUntilADrillPassed() {
        assertThat(status("sound", 3).text("verdict")).contains("unknown");
        assertThat(user.runs("status", "sound").out()).contains("never checked", "never drilled: nothing is proved");

        assertThat(user.runs("check", "sound").code()).isZero();
        JsonObject checked = status("sound", 3);
        assertThat(checked.text("check")).contains("ok");
        assertThat(checked.text("proved_until")).isEmpty();

        assertThat(user.runs("drill", "sound").code()).isZero();
        JsonObject drilled = status("sound", 0);
        assertThat(drilled.text("verdict")).contains("ok");
        assertThat(drilled.text("proved_until")).isEqualTo(drilled.text("recovery_point"));
        assertThat(drilled.text("last_passed_drill")).isEqualTo(drilled.text("drilled_at"));
        assertThat(Instant.parse(drilled.text("next_drill").orElseThrow())).isAfter(Instant.now());
        assertThat(drilled.number("restore_seconds")).isPresent();
    }

    @Test
    void anOldCheckAndAnOldProofAreNotOk() {
        assertThat(user.runs("check", "sound").code()).isZero();
        assertThat(user.runs("drill", "sound").code()).isZero();
        user.later(Duration.ofHours(1));
        CommandLineRun old = user.runs("status", "sound");
        assertThat(old.code()).isEqualTo(3);
        assertThat(old.out()).contains("the last check was 1h ago");

        user.later(Duration.ofDays(10));
        assertThat(user.runs("status", "sound").out()).contains("the last passed drill was 10d ago", "promised");
        assertThat(status("sound", 3).text("next_drill").map(Instant::parse).orElseThrow())
                .isBefore(Instant.now().plus(Duration.ofDays(10)));
    }

    @Test
    void aFailedDrillIsCriticalUntilOnePasses() throws IOException {
        assertThat(user.runs("drill", "broken").code()).isEqualTo(2);
        CommandLineRun run = user.runs("status", "broken");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).contains("the last drill failed: gap");

        Files.move(folder.resolve("broken"), folder.resolve("aside"));
        assertThat(user.runs("drill", "broken").code())
                .as("inconclusive or failed")
                .isIn(2, 3);
        assertThat(status("broken", 2).text("verdict")).contains("critical");
    }

    @Test
    void whatIsGoneIsNotShownAsProved() throws IOException {
        assertThat(user.runs("drill", "sound").code()).isZero();
        Files.move(folder.resolve("sound"), folder.resolve("aside"));
        assertThat(user.runs("check", "sound").code()).isEqualTo(2);

        JsonObject gone = status("sound", 2);
        assertThat(gone.text("proved_until")).isEmpty();
        assertThat(gone.number("restore_seconds")).isEmpty();
        String last = gone.text("last_passed_drill").orElseThrow();
        CommandLineRun run = user.runs("status", "sound");
        assertThat(firstLine(run)).contains("\tnothing\t-\t-\t");
        assertThat(run.out()).contains("nothing can be restored now; the last proof was at " + last);
    }

    /** For example, after weeks in which the store did not respond. */
    @Test
    void aProofBeforeManyInconclusiveDrillsIsNotGone() {
        assertThat(user.runs("drill", "sound").code()).isZero();
        assertThat(user.runs("check", "sound").code()).isZero();
        ReplicaId id = new ReplicaId("sound", "file");
        Instant now = Instant.now();
        try (HistoryStore history =
                SqliteHistory.open(folder.resolve("home"), Retention.DEFAULT, InstantSource.system())) {
            for (int i = 0; i < 101; i++) {
                history.drills().accept(SampleResults.inconclusiveDrill(id, "run-" + i, now.plusMillis(i)));
            }
        }

        JsonObject status = status("sound", 0);
        assertThat(status.text("last_passed_drill")).isPresent();
        assertThat(status.text("drill")).contains("inconclusive");
        assertThat(user.runs("status", "sound").out()).doesNotContain("gone");
    }

    @Test
    void withoutADaemonNoDrillIsNext() {
        assertThat(status("sound", 3).text("daemon")).contains("none");
        assertThat(firstLine(user.runs("status", "sound"))).endsWith("\tno daemon");
        try (DaemonLock lock = DaemonLock.hold(Optional.of(folder.resolve("home")), false)) {
            assertThat(lock).isNotNull();
            assertThat(status("sound", 3).text("daemon")).contains("running");
            assertThat(firstLine(user.runs("status", "sound"))).endsWith("\tdue");
        }
    }

    @Test
    void aHistoryThatCannotBeReadIsUnknownEverywhere() throws IOException {
        Path home = Files.writeString(folder.resolve("file"), "no folder");
        user.configured(config(home));
        assertThat(status("sound", 3).text("verdict")).contains("unknown");
        assertThat(user.runs("check", "sound").out().lines().findFirst().orElseThrow())
                .endsWith("\tunknown");
    }

    @Test
    void checkShowsTheLastDrillOfEach() {
        assertThat(firstLine(user.runs("check", "sound"))).endsWith("\tnever");
        assertThat(user.runs("drill").code()).isEqualTo(2);
        assertThat(firstLine(user.runs("check", "sound"))).matches(".*\tpassed \\d+s ago");
        assertThat(firstLine(user.runs("check", "broken"))).matches(".*\tfailed \\d+s ago");
        assertThat(firstLine(user.runs("check", folder.resolve("sound").toString())))
                .endsWith("\tunknown");
    }

    private static String firstLine(CommandLineRun run) {
        return run.out().lines().findFirst().orElseThrow();
    }

    @Test
    void severalDatabasesAreSummed() {
        assertThat(lastLine(user.runs("check"))).isEqualTo("2 databases: 1 critical, 1 ok");
        assertThat(lastLine(user.runs("status"))).isEqualTo("2 databases: 1 critical, 1 unknown");
        assertThat(user.runs("check", "sound").out()).doesNotContain("databases:");
    }

    private static String lastLine(CommandLineRun run) {
        List<String> lines = run.out().lines().toList();
        return lines.get(lines.size() - 1);
    }

    @Test
    void quietPrintsNothingForSoundOnes() {
        CommandLineRun sound = user.runs("check", "sound", "-q");
        assertThat(sound.out() + sound.err()).isEmpty();
        assertThat(sound.code()).isZero();
        CommandLineRun all = user.runs("check", "-q");
        assertThat(all.code()).isEqualTo(2);
        assertThat(all.out()).startsWith("broken\t").doesNotContain("sound\t").contains("2 databases:");
        assertThat(user.runs("check", "-q", "--json").json()).hasSize(1);
    }

    @Test
    void onlyTheAskedVerdictsArePrintedAndAllAreCounted() {
        CommandLineRun ok = user.runs("check", "--only", "ok,warning");
        assertThat(ok.code()).isEqualTo(2);
        assertThat(ok.out()).startsWith("sound\t").doesNotContain("broken\t");
        assertThat(user.runs("check", "--only", "unknown", "--json").json()).isEmpty();
        assertThat(user.runs("status", "--only", "critical").out()).doesNotContain("sound\t");
        assertThat(user.runs("check", "--only", "bad").code()).isEqualTo(64);
    }

    @Test
    void aReplicaByItsUrlHasNoStatus() {
        CommandLineRun run = user.runs("status", folder.resolve("sound").toString());
        assertThat(run.code()).isEqualTo(64);
        assertThat(run.err()).contains("no history is kept", "litedrill check");
    }
}
