package io.litedrill.campaign;

import io.litedrill.campaign.RealLitestream.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** docs/damage.md, as a run writes it. */
final class DamagePage {
    private final Options options;
    private final Tally tally;
    private final StringBuilder text = new StringBuilder();

    DamagePage(Options options, Tally tally) {
        this.options = options;
        this.tally = tally;
    }

    /** Markdown. */
    String text() {
        head();
        table("Damage that the files show", tally.traceless(false));
        table("Damage that leaves no trace in the files", tally.traceless(true));
        places();
        list("Undetected, or wrong", tally.bad().stream(), DamagePage::verdict);
        list("Without a trace, and not seen otherwise", unseenTraceless(), DamagePage::verdict);
        list("Earlier points that came to another state", tally.wrongPoints(), result -> String.join("; ", result.window().wrong()));
        list("Real Litestream restored more", tally.beaten(), DamagePage::verdict);
        list("Odd, though nobody was misled", tally.odd(), result -> String.join("; ", result.verdicts().odd()));
        if (!options.choice().only().isEmpty()) {
            list("All that were asked for", tally.results().stream(), DamagePage::verdict);
        }
        return text.toString();
    }

    private Stream<CaseResult> unseenTraceless() {
        return tally.traceless(true).results().stream()
                .filter(result -> result.verdicts().outcome().isUndetected() && !result.seenOtherwise());
    }

    private void head() {
        line("# What is seen of damage");
        line("");
        line("Written by `bench/damage`; not edited by hand. Seed " + options.seed() + ", " + tally.size() + " cases.");
        line("");
    }

    private void table(String title, Tally rows) {
        List<Outcome> outcomes = Arrays.stream(Outcome.values())
                .filter(outcome -> rows.count(outcome) > 0 || outcome.isBad())
                .toList();
        line("## " + title);
        line("");
        Stream<String> ours = outcomes.stream().map(Outcome::label);
        Stream<String> theirs = Arrays.stream(Result.values()).map(result -> "real: " + result.label());
        row(Stream.of(Stream.of("damage", "cases"), ours, theirs).flatMap(each -> each));
        row(Stream.generate(() -> "---").limit(2L + outcomes.size() + Result.values().length));
        for (Damage.Kind kind : Damage.Kind.values()) {
            if (rows.of(kind).size() > 0) {
                row(kind.label(), rows.of(kind), outcomes);
            }
        }
        row("all", rows, outcomes);
        line("");
    }

    private void row(String label, Tally cases, List<Outcome> outcomes) {
        Stream<String> ours = outcomes.stream().map(outcome -> String.valueOf(cases.count(outcome)));
        Stream<String> theirs = Arrays.stream(Result.values()).map(result -> String.valueOf(cases.count(result)));
        row(Stream.of(Stream.of(label, String.valueOf(cases.size())), ours, theirs)
                .flatMap(each -> each));
    }

    private void row(Stream<String> cells) {
        line(cells.collect(Collectors.joining(" | ", "| ", " |")));
    }

    private void places() {
        line("## Where it is said to be");
        line("");
        for (Place place : Place.values()) {
            line("- " + place + ": " + tally.count(place));
        }
        line("");
        long right = tally.results().stream()
                .mapToLong(result -> result.window().right())
                .sum();
        long refused = tally.results().stream()
                .mapToLong(result -> result.window().refused())
                .sum();
        line("Earlier points: " + right + " right, " + refused + " refused, "
                + tally.wrongPoints().count() + " cases with a wrong one.");
        line("");
    }

    private static String verdict(CaseResult result) {
        List<String> parts = new ArrayList<>();
        parts.add(result.verdicts().outcome().label());
        result.real().ifPresent(real -> parts.add("real: " + real.label()));
        result.verdicts().findings().stream()
                .map(finding -> finding.code().wire() + " " + finding.where().replaceFirst(".*/replica/?", "") + ": "
                        + finding.message())
                .distinct()
                .limit(6)
                .forEach(parts::add);
        return String.join(". ", parts);
    }

    private void list(String title, Stream<CaseResult> results, Function<CaseResult, String> say) {
        List<CaseResult> all = results.toList();
        line("## " + title + ": " + all.size());
        line("");
        all.forEach(result -> line("- [" + result.kind() + "] " + result.of().name() + " -- " + say.apply(result)));
        line("");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
