package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.app.Diagnosis;
import io.litedrill.check.Hint;
import io.litedrill.check.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Long texts, and lines beside the progress, in a terminal of 80 columns. */
class NarrowTerminalTest {
    private static final int COLUMNS = 80;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private Terminal terminal(boolean colours) {
        return Terminal.of(stream, stream, new Terminal.Look(true, colours, true, COLUMNS));
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aLineBesideTheProgressHasALineOfItsOwn() {
        Terminal terminal = terminal(false);
        try (Progress progress = new Progress(terminal, "restoring app")) {
            assertThat(progress).isNotNull();
            Progress.note(terminal, Hint.text("DATABASE RESTORE REQUIRED: app"));
        }
        assertThat(printed()).contains("restoring app\r\u001b[KDATABASE RESTORE REQUIRED: app\n");
    }

    @Test
    void namesCannotReorderALine() {
        terminal(true).line("app\u202egnp.db: \u2066critical\u2069\u200b");
        terminal(true).note("\u202e\u2028");
        assertThat(printed()).isEqualTo("app?gnp.db: ?critical??\n??\n");
    }

    @Test
    void aScrubShowsItsPercentageRateAndTheTimeLeft() {
        try (Progress progress = new Progress(terminal(false), "scrubbing app (s3)")) {
            progress.verifies(4 << 20);
            progress.read(1 << 20);
            await().until(() -> {
                progress.read(0);
                return printed()
                        .matches("(?s).*scrubbing app \\(s3\\): 25% of 4\\.0 MiB, [\\d.]+ [KM]iB/s, \\d+s left.*");
            });
            progress.compares(1, 4);
            assertThat(printed()).endsWith("scrubbing app (s3): 0% of 4 comparisons");
            await().until(() -> {
                progress.compares(3, 4);
                return printed().matches("(?s).*scrubbing app \\(s3\\): 50% of 4 comparisons, \\d+s left");
            });
        }
    }

    @Test
    void aLongNameHasALineOfItsOwnAndTheTableFits() {
        Table table = new Table(Table.Column.of("DATABASE"), Table.Column.of("VERDICT"), new Table.Column("DRILL", 1));
        String name = "a-database-with-a-rather-long-name-for-a-terminal-of-this-width.db";
        table.row(name, "warning", "passed 10s ago");
        table.row("app", "ok", "never");
        table.print(terminal(false));

        List<String> lines = printed().lines().toList();
        assertThat(lines).allMatch(line -> line.length() <= COLUMNS).hasSize(4);
        assertThat(lines.get(1)).isEqualTo(name);
        assertThat(lines.get(2).strip()).isEqualTo("warning  passed 10s ago");
        assertThat(lines.get(0).indexOf("VERDICT"))
                .isEqualTo(lines.get(2).indexOf("warning"))
                .isEqualTo(lines.get(3).indexOf("ok"));
    }

    @Test
    void messagesOfTheDoctorAreWrappedInTheirColumn() {
        new DoctorText(terminal(false)).print(List.of(longOne()));
        List<String> lines = printed().lines().toList();
        assertThat(lines).allMatch(line -> line.length() <= COLUMNS);
        assertThat(lines).contains("  ok        clock           the store sends no time; the times of files were");
        assertThat(lines).contains(" ".repeat(28) + "compared with this machine's clock");
    }

    @Test
    void coloursChangeNoLineBreak() {
        new DoctorText(terminal(false)).print(List.of(longOne()));
        String plain = printed();
        bytes.reset();
        new DoctorText(terminal(true)).print(List.of(longOne()));
        assertThat(printed()).contains("\u001b[32m");
        assertThat(printed().replaceAll("\u001b\\[\\d*m", "")).isEqualTo(plain);
    }

    private static Diagnosis longOne() {
        return new Diagnosis(
                Optional.empty(),
                Diagnosis.Area.CLOCK,
                Verdict.OK,
                "the store sends no time; the times of files were compared with this machine's clock",
                Hint.none());
    }
}
