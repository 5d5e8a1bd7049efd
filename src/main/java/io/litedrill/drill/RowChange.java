package io.litedrill.drill;

import io.litedrill.verify.Contents;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Compares the row counts of two states of a database. Tables that were not counted are ignored. */
record RowChange(Contents before, Contents now) {
    /** Minimum rows of a table for a comparison. A smaller table may lose most of its rows in normal use. */
    private static final long WORTH_WATCHING = 20;

    private static final int MOST_NAMES = 10;

    /** Returns true when the total is below half of the earlier one. */
    boolean isHalved() {
        return before.complete() && now.complete() && isLessThanHalf(now.total(), before.total());
    }

    static boolean isLessThanHalf(long rows, long before) {
        return rows < before - rows;
    }

    /** Returns the tables with less than half of their rows, with both numbers. */
    List<String> shrunk() {
        List<String> shrunk = new ArrayList<>();
        before.rows().forEach((table, rows) -> {
            boolean known = now.rows().containsKey(table) || now.complete();
            long left = now.rows().getOrDefault(table, 0L);
            if (known && rows >= WORTH_WATCHING && isLessThanHalf(left, rows)) {
                shrunk.add(table + " " + left + " of " + rows + (now.rows().containsKey(table) ? "" : " (gone)"));
            }
        });
        return shrunk;
    }

    /** Returns the change as text. A changed schema is named and is not an error. */
    String text() {
        StringBuilder text = new StringBuilder(size(now) + ", before: " + size(before));
        if (!before.schema().equals(now.schema())) {
            text.append("; the schema has changed");
            if (now.complete() && before.complete()) {
                text.append(names("; gone: ", before, now)).append(names("; new: ", now, before));
            }
        }
        return text.toString();
    }

    private static String names(String what, Contents there, Contents notThere) {
        TreeSet<String> names = new TreeSet<>(there.rows().keySet());
        names.removeAll(notThere.rows().keySet());
        return names.isEmpty() ? "" : what + some(List.copyOf(names));
    }

    /** Returns the first names of a list as text. */
    static String some(List<String> names) {
        List<String> first = names.subList(0, Math.min(MOST_NAMES, names.size()));
        int more = names.size() - first.size();
        return String.join(", ", first) + (more > 0 ? " and " + more + " more" : "");
    }

    /** Returns the number of rows and tables as text. */
    static String size(Contents contents) {
        return String.format(
                Locale.ROOT,
                "%s%s in %s",
                contents.complete() ? "" : "at least ",
                counted(contents.total(), "row"),
                counted(contents.rows().size(), "table"));
    }

    /** Returns a number with its noun. */
    static String counted(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
