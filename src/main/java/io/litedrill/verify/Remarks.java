package io.litedrill.verify;

import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds what the checks of a database found that is no damage.
 *
 * @param violations how many rows break each constraint; an index to rebuild counts as one
 * @param missing what only the application has, in SQLite's words, and what could not be tested without it
 * @param lacking the names of the checks that are inconclusive for such a reason alone
 * @param modules the modules of virtual tables that are missing here; no check needs them
 * @param withoutTable true when the schema was read and has not one table of the owner
 */
public record Remarks(
        NavigableMap<String, Long> violations,
        List<String> missing,
        Set<String> lacking,
        List<String> modules,
        boolean withoutTable) {
    /** Remarks on nothing. */
    public static final Remarks NONE = new Remarks(new TreeMap<>(), List.of(), Set.of(), List.of(), false);

    /** Copies the collections. */
    public Remarks {
        violations = Collections.unmodifiableNavigableMap(new TreeMap<>(violations));
        missing = List.copyOf(missing);
        lacking = Set.copyOf(lacking);
        modules = List.copyOf(modules);
    }
}
