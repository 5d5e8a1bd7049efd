package io.litedrill.drill;

import io.litedrill.verify.Contents;
import io.litedrill.verify.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Lists the differences between a restored database and the live one when both should be the same state. Parts that
 * were measured in only one of them are ignored.
 */
record StateDifference(Measurement.Taken restored, Measurement.Taken live) {
    /** Returns each difference as text. */
    List<String> list() {
        List<String> differences = new ArrayList<>();
        Contents ours = restored.contents();
        Contents theirs = live.contents();
        if (!ours.schema().equals(theirs.schema())) {
            differences.add("another schema");
        }
        theirs.rows().forEach((table, rows) -> {
            long got = ours.rows().getOrDefault(table, ours.complete() ? 0L : rows);
            if (got != rows) {
                differences.add(table + " has " + got + " rows, live " + rows);
            }
        });
        differences.addAll(samples(theirs));
        return differences;
    }

    /** Returns the tables with equal row counts and different sampled rows. */
    private List<String> samples(Contents theirs) {
        TreeSet<String> differing = new TreeSet<>();
        live.samples().forEach((table, sample) -> {
            if (!restored.samples().getOrDefault(table, sample).equals(sample)) {
                differing.add(table);
            }
        });
        Map<String, Long> ours = restored.contents().rows();
        differing.removeIf(table -> ours.containsKey(table)
                && theirs.rows().containsKey(table)
                && !ours.get(table).equals(theirs.rows().get(table)));
        return differing.stream()
                .map(table -> table + " has other values in its rows")
                .toList();
    }

    /** Returns true when every table of both was counted. */
    boolean isComplete() {
        return restored.contents().complete() && live.contents().complete();
    }

    /** Returns the compared parts as text. */
    String compared() {
        long counted = live.contents().rows().keySet().stream()
                .filter(restored.contents().rows()::containsKey)
                .count();
        long sampled = live.samples().keySet().stream()
                .filter(restored.samples()::containsKey)
                .count();
        return "the schema, the row counts of " + RowChange.counted(counted, "table") + " ("
                + RowChange.size(live.contents()) + "), and sampled rows of " + sampled
                + (isComplete() ? "" : "; the time did not do for the other tables");
    }
}
