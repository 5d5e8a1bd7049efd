package io.litedrill.verify;

import io.litedrill.text.PlainText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Counts complaints by kind, with bounded memory: a hostile file can cause millions. */
final class Tally {
    private static final int MOST_WORDS = 20;
    private static final int MOST_CONSTRAINTS = 200;
    private static final int LONGEST_NAME = 300;
    private static final Pattern HEADING = Pattern.compile("\\*\\*\\* in database \\w+ \\*\\*\\*");
    private static final String OTHERS = "other constraints";

    private final List<String> damage = new ArrayList<>();
    private final NavigableMap<String, Long> violations = new TreeMap<>();
    private final Set<String> missing = new LinkedHashSet<>();
    private final Set<String> untested = new LinkedHashSet<>();
    private Optional<String> notRun = Optional.empty();
    private boolean moreDamage;

    void add(Complaint complaint) {
        if (complaint instanceof Complaint.Damage found) {
            addDamage(found.words());
        } else if (complaint instanceof Complaint.Content content) {
            addViolation(content.constraint(), 1);
        } else if (complaint instanceof Complaint.Rebuild rebuild) {
            addRebuild(rebuild.object());
        } else if (complaint instanceof Complaint.NeedsApplication need) {
            missing.add(shortened(need.what()));
        } else if (complaint instanceof Complaint.NotRun not) {
            notRun = Optional.of(notRun.orElse(not.reason()));
        }
    }

    /** Adds a message of SQLite. One message about b-trees has a line for each problem, below a heading. */
    private void addDamage(String words) {
        List<String> lines =
                words.lines().filter(line -> !HEADING.matcher(line).matches()).toList();
        (lines.isEmpty() ? List.of(words) : lines).forEach(this::addLine);
    }

    private void addLine(String line) {
        moreDamage |= damage.size() == MOST_WORDS;
        if (damage.size() < MOST_WORDS) {
            damage.add(line);
        }
    }

    /** Adds an index to rebuild, once for all of its reported entries. */
    private void addRebuild(String object) {
        violations.put(key(object), 1L);
    }

    void addViolation(String constraint, long rows) {
        violations.merge(key(constraint), rows, Long::sum);
    }

    private String key(String constraint) {
        String name = shortened(constraint);
        return violations.containsKey(name) || violations.size() < MOST_CONSTRAINTS ? name : OTHERS;
    }

    private static String shortened(String text) {
        String clean = PlainText.line(text).strip();
        return clean.length() <= LONGEST_NAME ? clean : clean.substring(0, LONGEST_NAME) + "...";
    }

    /** Adds a part that could not be tested because a requirement is missing. */
    void addUntested(String what) {
        if (untested.size() < MOST_CONSTRAINTS) {
            untested.add(shortened(what));
        }
    }

    boolean isDamaged() {
        return !damage.isEmpty();
    }

    boolean isEnded() {
        return notRun.isPresent();
    }

    NavigableMap<String, Long> violations() {
        return Collections.unmodifiableNavigableMap(violations);
    }

    /** Returns the missing parts, with the parts that were not tested because of them; empty when all was tested. */
    List<String> missing() {
        return untested.isEmpty()
                ? List.of()
                : List.of(String.join("; ", missing) + " (not tested: " + String.join(", ", untested) + ")");
    }

    /** Returns the result, in this order of precedence: damage, the reason why the check ended, missing parts. */
    QueryResult answer() {
        if (isDamaged()) {
            return QueryResult.failed(new Details(damage, moreDamage));
        }
        if (notRun.isPresent()) {
            return QueryResult.inconclusive(notRun.get());
        }
        String content = text(violations);
        return untested.isEmpty()
                ? QueryResult.passed(content)
                : QueryResult.needsApplication("could not be tested completely: " + String.join("; ", missing())
                        + ". Everything else is sound" + (content.isEmpty() ? "" : "; " + content));
    }

    /** Formats counts: {@code 2 in t.qty: NOT NULL}. */
    static String text(NavigableMap<String, Long> violations) {
        return violations.entrySet().stream()
                .map(entry -> entry.getValue() + " in " + entry.getKey())
                .collect(Collectors.joining("; "));
    }
}
