package io.litedrill.verify;

import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Findings of the checks of a database that are not damage.
 *
 * @param violations number of rows that break each constraint; an index to rebuild counts as one
 * @param missing missing parts of the application, in SQLite's words, and the parts that were not tested because of
 *     them
 * @param needingApplication the checks that are inconclusive only for such a reason
 * @param modules the modules of virtual tables that are missing here; no check needs them
 * @param withoutTable true when the schema was read and has no table of the owner
 */
public record Remarks(
        NavigableMap<String, Long> violations,
        List<String> missing,
        Set<CheckOutcome> needingApplication,
        List<String> modules,
        boolean withoutTable) {
    /** No remarks. */
    public static final Remarks NONE = new Remarks(new TreeMap<>(), List.of(), Set.of(), List.of(), false);

    /** Copies the collections. */
    public Remarks {
        violations = Collections.unmodifiableNavigableMap(new TreeMap<>(violations));
        missing = List.copyOf(missing);
        needingApplication = Set.copyOf(needingApplication);
        modules = List.copyOf(modules);
    }
}
