package io.litedrill.campaign;

import io.litedrill.campaign.RealLitestream.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The text of docs/damage.md, as a run writes it. */
final class DamagePage {
    private static final String HEAD = """
        # What is seen of damage

        Written by `bench/damage`, never by hand: seed %d, %d cases%s. It takes %d replicas that real Litestream wrote (%s), restored
        by Litestream %s, damages each in every way below, and lets `check`, `drill` and `restore --fallback` look at it with
        no more than Litestream's settings: no live database, no assertion, no history.
        Where these say nothing and another state came out, and for every damage of the second table, four more look that a daemon has:
        the list of files that was there before (`memory`), `scrub`, the live database as it stood at the newest state (`live`: its rows, and
        the time of its file), and the rows of the last drill that passed (`rows`). Only what they say of the damaged replica and not of the
        sound one counts. Run: %s.

        - **equal**: what came out is the newest state of the sound replica.
        - **named, fallback sound**: a finding names the damage, and an earlier state came out that the application had.
        - **named, nothing handed out**: a finding names the damage, and nothing came out, or a choice is left to the owner: where two
          databases are mixed in one replica, only a state that is named by its position is handed out.
        - **named, fallback marked "not proved" and not sound**: the drill failed and said so, and what it fell back to says of itself that it
          is not proved (`fallback.proved` is false); it is a state that never was. That is so where every file is sound by itself and
          they contradict each other: which one is the wrong one is then a guess.
        - **only seen by scrub, memory, live or rows**: check, drill and restore said nothing, and one of those did.
        - **UNDETECTED**: nothing is said, by any of all these, and another state came out: an older one, or one that the application never had.
        - **named, fallback NOT sound**: the drill failed and said so, and what it fell back to is a state that never was, without a word about that.
        - **real**: what `litestream restore` of the newest state does with the same files.
        """;
    private static final String LEFT = """
        What is in that last list leaves the same files and other times: a copy that gave each file the time at which it was copied, in any
        order. Only times show which of two layouts, or of two generations, is the newer one; Litestream has nothing
        else either. Copies that keep the times (`rclone`, `aws s3 sync` of a folder, `cp -p`) are not hit.
        """;
    private static final int MOST_LISTED = 40;
    /** Day and commit, which {@code bench/damage} sets. */
    private static final String RUN = System.getProperty("litedrill.run", "of an unknown commit");

    private final Options options;
    private final CampaignTally tally;
    private final StringBuilder text = new StringBuilder();

    DamagePage(Options options, CampaignTally tally) {
        this.options = options;
        this.tally = tally;
    }

    /** Returns the page in Markdown. */
    String text() {
        head();
        table("Damage that the files show", tally.traceless(false));
        table("Damage that leaves no trace in the files", tally.traceless(true));
        places();
        all("Undetected, or wrong", tally.bad().stream(), DamagePage::verdict);
        all("Without a trace, and not seen otherwise", unseenTraceless(), DamagePage::verdict);
        line(LEFT);
        list("Not proved, and not sound", tally.with(Outcome.DOUBTED), DamagePage::verdict);
        list(
                "Not seen by check, drill and restore, though the files show it",
                tally.traceless(false).with(Outcome.SEEN_OTHERWISE),
                result -> result.more().toString());
        list(
                "Earlier points that gave another state",
                tally.wrongPoints(),
                result -> (result.isSilent() ? "NO FINDING: " : "")
                        + String.join("; ", result.window().wrong()));
        list("Real Litestream restored more", tally.beaten(), DamagePage::verdict);
        list(
                "Odd, but not misleading",
                tally.odd(),
                result -> String.join("; ", result.verdicts().odd()));
        if (options.choice().isPart()) {
            list("All that were asked for", tally.results().stream(), DamagePage::verdict);
        }
        return text.toString();
    }

    private Stream<CaseResult> unseenTraceless() {
        return tally.traceless(true).results().stream()
                .filter(result -> result.verdicts().outcome().isUndetected());
    }

    private void head() {
        String versions = tally.replicas().stream()
                .map(SoundReplica::version)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        String names = tally.replicas().stream().map(SoundReplica::name).collect(Collectors.joining(", "));
        String part = options.choice().sample() ? " (a sample, some of each class)" : "";
        line(HEAD.formatted(options.seed(), tally.size(), part, tally.replicas().size(), names, versions, RUN));
    }

    private void table(String title, CampaignTally rows) {
        List<Outcome> outcomes = Arrays.stream(Outcome.values())
                .filter(outcome -> rows.count(outcome) > 0 || outcome.isBad())
                .toList();
        line("## " + title);
        line("");
        Stream<String> ours = outcomes.stream().map(Outcome::label);
        Stream<String> more = Detectors.ALL.stream().map(detector -> "asked and seen by " + detector.name());
        Stream<String> theirs = Arrays.stream(Result.values()).map(result -> "real: " + result.label());
        row(Stream.of(Stream.of("damage", "cases"), ours, more, theirs, Stream.of("real: not asked"))
                .flatMap(each -> each));
        row(Stream.generate(() -> "---").limit(3L + outcomes.size() + Detectors.ALL.size() + Result.values().length));
        for (Damage.Kind kind : Damage.Kind.values()) {
            if (rows.of(kind).size() > 0) {
                row(kind.label(), rows.of(kind), outcomes);
            }
        }
        row("all", rows, outcomes);
        line("");
    }

    private void row(String label, CampaignTally cases, List<Outcome> outcomes) {
        Stream<String> ours = outcomes.stream().map(outcome -> String.valueOf(cases.count(outcome)));
        Stream<String> theirs = Arrays.stream(Result.values()).map(result -> String.valueOf(cases.count(result)));
        Stream<String> more = Detectors.ALL.stream()
                .map(detector -> String.valueOf(
                        cases.where(result -> result.isSeenBy(detector)).size()));
        long unasked = cases.where(result -> result.real().isEmpty()).size();
        Stream<String> first = Stream.of(label, String.valueOf(cases.size()));
        row(Stream.of(first, ours, more, theirs, Stream.of(String.valueOf(unasked)))
                .flatMap(each -> each));
    }

    private void row(Stream<String> cells) {
        line(cells.collect(Collectors.joining(" | ", "| ", " |")));
    }

    private void places() {
        line("## Where it is said to be");
        line("");
        line("Of the cases with findings, " + tally.count(Place.FILE) + " name a file that was changed, "
                + tally.count(Place.HOLE)
                + " what is missing by WAL index or TXID, or the file just behind it, " + tally.count(Place.REPLICA)
                + " the replica as a whole, and " + tally.count(Place.WRONG) + " another file.");
        line("");
        long right = tally.results().stream()
                .mapToLong(result -> result.window().right())
                .sum();
        long refused = tally.results().stream()
                .mapToLong(result -> result.window().refused())
                .sum();
        line("Of earlier points, one by position and one by time in each case, " + right
                + " gave the state that was there, "
                + refused + " were refused, and "
                + tally.wrongPoints()
                        .mapToInt(result -> result.window().wrong().size())
                        .sum()
                + " gave another one; of these cases, "
                + tally.wrongPoints()
                        .filter(result -> !result.verdicts().findings().isEmpty())
                        .count()
                + " are of a replica whose damage check or drill names, "
                + tally.wrongPoints().filter(CaseResult::isOnlySeenOtherwise).count()
                + " of one whose damage only scrub, memory, live or rows name, and "
                + tally.wrongPoints().filter(CaseResult::isSilent).count() + " of one with no finding.");
        line("");
    }

    private static String verdict(CaseResult result) {
        List<String> parts = new ArrayList<>();
        parts.add(result.verdicts().outcome().label());
        result.real().ifPresent(real -> parts.add("real: " + real.label()));
        result.verdicts().findings().stream()
                .map(finding -> finding.code().wire() + " " + shortened(finding.message()))
                .distinct()
                .limit(2)
                .forEach(parts::add);
        return String.join(". ", parts);
    }

    private static String shortened(String message) {
        String plain = message.replace("memory://store/replica/", "").replaceAll("\\s+", " ");
        return plain.length() > 200 ? plain.substring(0, 200) + "..." : plain;
    }

    private void all(String title, Stream<CaseResult> results, Function<CaseResult, String> say) {
        list(title, Integer.MAX_VALUE, results, say);
    }

    private void list(String title, Stream<CaseResult> results, Function<CaseResult, String> say) {
        list(title, MOST_LISTED, results, say);
    }

    private void list(String title, int most, Stream<CaseResult> results, Function<CaseResult, String> say) {
        List<CaseResult> all = results.toList();
        line("## " + title + ": " + all.size());
        line("");
        for (Damage.Kind kind : Damage.Kind.values()) {
            List<CaseResult> ofKind =
                    all.stream().filter(result -> result.kind() == kind).toList();
            ofKind.stream()
                    .limit(most)
                    .forEach(result -> line("- " + result.of().name() + ": " + say.apply(result)));
            if (ofKind.size() > most) {
                line("- and " + (ofKind.size() - most) + " more of \"" + kind.label() + "\"");
            }
        }
        line("");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
