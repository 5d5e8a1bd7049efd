package io.litedrill.cli;

import io.litedrill.app.Wording;
import io.litedrill.check.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints the number of databases with each verdict, worst first. */
final class SummaryText {
    private final Terminal terminal;

    SummaryText(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(List<Verdict> databases) {
        String counts = Stream.of(Verdict.values())
                .sorted(Comparator.reverseOrder())
                .filter(databases::contains)
                .map(verdict -> databases.stream().filter(verdict::equals).count() + " " + Wording.word(verdict))
                .collect(Collectors.joining(", "));
        terminal.line("");
        terminal.line(Wording.count(databases.size(), "database") + ": " + counts);
    }
}
