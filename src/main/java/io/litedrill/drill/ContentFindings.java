package io.litedrill.drill;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Facts;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.FindingSentence;
import io.litedrill.check.Hint;
import io.litedrill.check.Severity;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.verify.Remarks;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Creates findings about the content of a restored database that are not damage: rows that violate constraints, and
 * parts that could not be tested on this machine.
 */
final class ContentFindings {
    private static final int MOST_NAMED = 10;

    private final CheckedReplica watched;

    ContentFindings(CheckedReplica watched) {
        this.watched = watched;
    }

    /** Returns all content findings of a state. */
    List<Finding> of(Remarks remarks, RecoveryPoint point) {
        List<Finding> findings = new ArrayList<>();
        if (!remarks.violations().isEmpty()) {
            findings.add(inconsistent(
                    Severity.WARNING, FindingSentence.INCONSISTENT.of(name(point), listed(remarks.violations()))));
        }
        if (!remarks.missing().isEmpty()) {
            findings.add(missing(Severity.WARNING, FindingSentence.NOT_TESTED_IN_FULL, remarks.missing(), point));
        }
        if (!remarks.modules().isEmpty()) {
            findings.add(missing(Severity.NOTE, FindingSentence.MODULES_MISSING, remarks.modules(), point));
        }
        if (remarks.withoutTable()) {
            findings.add(new Finding(
                    FindingCode.DATABASE_EMPTY,
                    Severity.WARNING,
                    FindingSentence.NO_TABLE.of(name(point)),
                    watched.replica().location(),
                    Hint.text("compare the path in Litestream's configuration with the path that the application"
                            + " opens")));
        }
        return findings;
    }

    /** Returns the finding for violations that another state has too. It is recorded and raises no alert. */
    Finding known(NavigableMap<String, Long> violations, RecoveryPoint point, String where) {
        return inconsistent(
                Severity.NOTE, FindingSentence.INCONSISTENT_AS_BEFORE.of(name(point), listed(violations), where));
    }

    /** Returns the finding for violations that another state has only in part. The message names the new ones. */
    Finding beyond(
            NavigableMap<String, Long> violations,
            NavigableMap<String, Long> before,
            RecoveryPoint point,
            String where) {
        NavigableMap<String, Long> added = added(violations, before);
        Facts facts = FindingSentence.INCONSISTENT_ANEW.of(name(point), listed(violations), where, listed(added));
        return inconsistent(Severity.WARNING, facts);
    }

    /** Returns the additional number of violating rows by constraint; empty when there are none. */
    static NavigableMap<String, Long> added(NavigableMap<String, Long> now, NavigableMap<String, Long> before) {
        NavigableMap<String, Long> added = new TreeMap<>();
        now.forEach((constraint, rows) -> {
            long more = rows - before.getOrDefault(constraint, 0L);
            if (more > 0) {
                added.put(constraint, more);
            }
        });
        return added;
    }

    private Finding inconsistent(Severity severity, Facts facts) {
        return new Finding(
                FindingCode.DATA_INCONSISTENT,
                severity,
                facts,
                watched.replica().location(),
                Hint.text("the backup is an exact copy: correct the rows, or rebuild the index, in the live database"
                        + " (docs/findings.md#inconsistent-data)"));
    }

    private Finding missing(Severity severity, FindingSentence text, List<String> missing, RecoveryPoint point) {
        return new Finding(
                FindingCode.NEEDS_APPLICATION,
                severity,
                text.of(name(point), ComparisonResult.harmless(String.join("; ", missing))),
                watched.replica().location(),
                Hint.text("open a restored copy with the application and run PRAGMA integrity_check there"
                        + " (docs/findings.md#what-only-the-application-has)"));
    }

    /** Lists the violations. Names of tables come from the database. */
    private static String listed(NavigableMap<String, Long> violations) {
        return ComparisonResult.harmless(text(violations));
    }

    static String text(NavigableMap<String, Long> violations) {
        String first = violations.entrySet().stream()
                .limit(MOST_NAMED)
                .map(entry -> named(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
        int more = violations.size() - MOST_NAMED;
        return more > 0 ? first + " and " + more + " more" : first;
    }

    /** Returns a constraint with its number of rows. An index to rebuild has no number of rows. */
    private static String named(String constraint, long rows) {
        return constraint.contains("To rebuild it: ")
                ? constraint
                : constraint + " (" + rows + (rows == 1 ? " row)" : " rows)");
    }

    private static String name(RecoveryPoint point) {
        return point.time() + " (" + point.position() + ")";
    }
}
