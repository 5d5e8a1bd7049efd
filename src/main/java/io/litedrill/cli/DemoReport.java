package io.litedrill.cli;

import io.litedrill.app.Wording;
import io.litedrill.check.CheckResult;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Format;
import io.litedrill.cli.Table.Cell;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.Restored;
import io.litedrill.replica.RecoveryPoint;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints the results of the demo, for first-time users. */
final class DemoReport {
    private final Terminal terminal;
    private final Instant now;

    /** Creates a report that always prints a table, because the demo is for people, even without a terminal. */
    DemoReport(Terminal terminal, Instant now) {
        this.terminal = terminal.withTables();
        this.now = now;
    }

    /** Prints the address of the page, before anything that takes time. */
    void announce(int port) {
        terminal.line("http://127.0.0.1:" + port + "/ shows the page, in some seconds: first, the demo replays a week");
    }

    void introduce(Path folder) {
        terminal.line("Three replicas that real Litestream wrote, copied with times of the last week to " + folder);
        terminal.line("");
    }

    void print(List<Seen> all) {
        Table table = new Table("DATABASE", "CHECK", "RECOVERY POINT", "GAPS", "DRILL", "RESTORED", "TIME");
        all.forEach(seen -> row(table, seen));
        table.print(terminal);
        all.forEach(seen -> new FindingText(terminal).print(seen.check().id(), seen.findings()));
    }

    private void row(Table table, Seen seen) {
        CheckResult check = seen.check();
        DrillResult drill = seen.drill();
        table.row(
                Cell.of(check.id().database()),
                Cell.of(Wording.word(check.verdict())).in(Colour.of(check.verdict())),
                newest(check.seen().newest().map(RecoveryPoint::time)),
                Cell.of(String.valueOf(check.seen().extent().gaps())),
                Cell.of(Wording.word(drill.outcome())).in(Colour.of(drill.outcome())),
                Cell.of(drill.restored().map(DemoReport::restored).orElse("nothing")),
                Cell.of(Wording.seconds(drill.run().phases().total())));
    }

    private Cell newest(Optional<Instant> time) {
        return new Cell(
                Wording.timeAndAge(time, now),
                time.map(at -> Wording.briefAgo(at, now)).orElse("-"));
    }

    private static String restored(Restored restored) {
        return Wording.bytes(restored.databaseBytes()) + ", "
                + Wording.count(restored.checks().size(), "test");
    }

    /** Prints the commands to try while the daemon runs. */
    void invite(int port, List<Path> replicas) {
        String base = "http://127.0.0.1:" + port;
        terminal.line("");
        terminal.line("The daemon keeps running, with a check each minute:");
        Stream.of(
                        "/",
                        "/metrics",
                        "/readyz",
                        "/api/v1/databases",
                        "/api/v1/databases/broken-ltx/window",
                        "/openapi.yaml")
                .forEach(path -> terminal.line("  " + base + path));
        terminal.line("");
        terminal.line("The recovery points of each, and the gap:");
        replicas.forEach(replica -> terminal.line("  ./litedrill window " + Format.quoted(replica.toString())));
        terminal.line("");
        terminal.line("Ctrl-C stops it and removes the copies.");
    }

    /** Prints where the commands of the findings can be tried. */
    void end() {
        terminal.line("");
        terminal.line(
                "The copies are removed now. Without --once, the demo keeps them until Ctrl-C, and prints commands to"
                        + " try on them.");
    }

    /** Holds the results of one replica. */
    record Seen(CheckResult check, DrillResult drill) {
        /** Returns the findings of the check, followed by further ones of the drill. */
        List<Finding> findings() {
            Set<FindingCode> known =
                    check.findings().stream().map(Finding::code).collect(Collectors.toSet());
            Stream<Finding> more = drill.findings().stream().filter(finding -> !known.contains(finding.code()));
            return Stream.concat(check.findings().stream(), more).toList();
        }
    }
}
