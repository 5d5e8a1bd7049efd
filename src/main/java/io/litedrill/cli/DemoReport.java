package io.litedrill.cli;

import io.litedrill.check.CheckResult;
import io.litedrill.check.Finding;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.Restored;
import io.litedrill.replica.RecoveryPoint;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What the demo saw, for somebody who sees it for the first time. */
final class DemoReport {
    private final Terminal terminal;
    private final Instant now;

    /** A demo is for people, wherever its output goes: it always gets a table. */
    DemoReport(Terminal terminal, Instant now) {
        this.terminal = new Terminal(terminal.out(), terminal.err(), true, terminal.colours(), terminal.progress());
        this.now = now;
    }

    void introduce(Path folder) {
        terminal.line("Three replicas that real Litestream wrote, copied with fresh times to " + folder);
        terminal.line("");
    }

    void print(List<Seen> all, DemoFolder demo) {
        Table table = new Table("DATABASE", "CHECK", "NEWEST RECOVERY POINT", "GAPS", "DRILL", "RESTORED", "TIME");
        all.forEach(seen -> row(table, seen));
        table.print(terminal, Wording::colour);
        all.forEach(seen -> new FindingText(terminal)
                .print(seen.check().id(), seen.findings().distinct().toList()));
        terminal.line("");
        terminal.line("Look further:");
        all.forEach(seen -> terminal.line("  ./litedrill window "
                + Wording.quoted(demo.replica(seen.check().id().database()).toString())));
    }

    private void row(Table table, Seen seen) {
        CheckResult check = seen.check();
        DrillResult drill = seen.drill();
        table.row(
                check.id().database(),
                Wording.word(check.verdict()),
                Wording.timeAndAge(check.seen().newest().map(RecoveryPoint::time), now),
                String.valueOf(check.seen().extent().gaps()),
                Wording.word(drill.outcome()),
                drill.restored().map(DemoReport::restored).orElse("nothing"),
                Wording.seconds(drill.run().phases().total()));
    }

    private static String restored(Restored restored) {
        return Wording.bytes(restored.databaseBytes()) + ", " + restored.checks().size() + " tests";
    }

    void addresses(int port) {
        String base = "http://127.0.0.1:" + port;
        terminal.line("");
        terminal.line("The daemon goes on, with a check each minute. Look at it:");
        Stream.of("/metrics", "/readyz", "/api/v1/databases", "/api/v1/databases/broken-ltx/window", "/openapi.yaml")
                .forEach(path -> terminal.line("  " + base + path));
        terminal.line("");
        terminal.line("Ctrl-C ends it and removes the copies.");
    }

    /** What was found of one replica. */
    record Seen(CheckResult check, DrillResult drill) {
        Stream<Finding> findings() {
            return Stream.concat(check.findings().stream(), drill.findings().stream());
        }
    }
}
