package io.litedrill.drill;

import io.litedrill.verify.Contents;
import io.litedrill.verify.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** How a restored database differs from the live one, where both should be one state. What was not measured of either does not differ. */
record StateDifference(Measurement.Taken restored, Measurement.Taken live) {
    /** Each difference, in words. */
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

    /** Tables of which other rows came out, though as many. */
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

    /** Whether every table of both was counted. */
    boolean isComplete() {
        return restored.contents().complete() && live.contents().complete();
    }

    /** What was compared, in words. */
    String compared() {
        long counted = live.contents().rows().keySet().stream()
                .filter(restored.contents().rows()::containsKey)
                .count();
        long sampled = live.samples().keySet().stream()
                .filter(restored.samples()::containsKey)
                .count();
        return "the schema, the row counts of " + counted + " tables (" + RowChange.size(live.contents())
                + "), and sampled rows of " + sampled
                + (isComplete() ? "" : "; the time did not do for the other tables");
    }
}
