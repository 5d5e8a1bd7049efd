package io.litedrill.cli;

import io.litedrill.check.CheckResult;
import io.litedrill.check.Finding;
import io.litedrill.check.Severity;
import io.litedrill.check.Verdict;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.text.PlainText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes checks as one status line with performance data, as the Nagios plug-in guidelines define it. */
final class NagiosText {
    /** Longer texts are cut by some servers; performance data must not be. */
    private static final int MOST_CHARACTERS = 1_000;

    private final Instant now;

    NagiosText(Instant now) {
        this.now = now;
    }

    /**
     * Returns the line.
     *
     * @param worst the verdict that the exit code states
     */
    String line(Verdict worst, List<CheckResult> results) {
        String text = "LITEDRILL " + worst.name() + " - " + text(results);
        // the first bar ends the text
        String plain = PlainText.line(text.replace('|', '/'));
        String shortened = plain.length() <= MOST_CHARACTERS ? plain : plain.substring(0, MOST_CHARACTERS) + " ...";
        String data = results.stream().flatMap(result -> data(result).stream()).collect(Collectors.joining(" "));
        return shortened + (data.isEmpty() ? "" : " | " + data);
    }

    private static String text(List<CheckResult> results) {
        List<CheckResult> problems = results.stream()
                .filter(result -> result.verdict() != Verdict.OK)
                .sorted(Comparator.comparing(CheckResult::verdict).reversed())
                .toList();
        int sound = results.size() - problems.size();
        String count = sound + " of " + results.size() + (results.size() == 1 ? " replica ok" : " replicas ok");
        return problems.isEmpty()
                ? count
                : problems.stream().map(NagiosText::problem).collect(Collectors.joining("; ")) + "; " + count;
    }

    private static String problem(CheckResult result) {
        String codes = result.findings().stream()
                .filter(finding -> finding.severity() != Severity.NOTE)
                .map(Finding::code)
                .distinct()
                .map(code -> code.wire())
                .collect(Collectors.joining(", "));
        return result.id() + " " + result.verdict().name().toLowerCase(Locale.ROOT) + ": " + codes;
    }

    private List<String> data(CheckResult result) {
        CheckResult.Seen seen = result.seen();
        List<String> data = new ArrayList<>();
        String label = result.id().toString().replace("'", "").replace("=", "");
        Optional<Duration> age = seen.newest().map(RecoveryPoint::time).map(time -> Duration.between(time, now));
        seconds(label + " lag", seen.lag(), "", Optional.of(result.objectives().rpo()))
                .ifPresent(data::add);
        seconds(label + " recovery_point_age", age, "", Optional.empty()).ifPresent(data::add);
        seconds(
                        label + " snapshot_age",
                        seen.snapshots().age(),
                        Long.toString(seen.snapshots().allowed().toSeconds()),
                        Optional.empty())
                .ifPresent(data::add);
        if (seen.extent().files() > 0) {
            data.add("'" + label + " size'=" + seen.extent().bytes() + "B;;;0");
            data.add("'" + label + " gaps'=" + seen.extent().gaps() + ";;;0");
        }
        return data;
    }

    private static Optional<String> seconds(
            String label, Optional<Duration> value, String warning, Optional<Duration> critical) {
        return value.filter(known -> !known.isNegative())
                .map(known -> "'" + label + "'=" + known.toSeconds() + "s;" + warning + ";"
                        + critical.map(limit -> Long.toString(limit.toSeconds()))
                                .orElse("") + ";0");
    }
}
