package io.litedrill.verify;

import io.litedrill.text.PlainText;
import java.util.ArrayList;
import java.util.List;

/**
 * Details of a result, for people: one text, or several complaints.
 *
 * @param items the texts, in order; empty without details
 * @param more whether complaints after these were not kept
 */
public record Details(List<String> items, boolean more) {
    private static final String SEPARATOR = "; ";

    /** Copies the list. */
    public Details {
        items = List.copyOf(items);
    }

    /** Returns the details of one text, which may be empty. */
    public static Details of(String text) {
        return new Details(text.isEmpty() ? List.of() : List.of(text), false);
    }

    /** Returns all details in one line. */
    public String text() {
        return String.join(SEPARATOR, items) + (more ? " (the first " + items.size() + " problems)" : "");
    }

    /**
     * Returns the first details and the number of the others in one line. Returns all where one more fits.
     *
     * @param most the number of details
     */
    public String shortened(int most) {
        return items.size() <= most + 1
                ? text()
                : String.join(SEPARATOR, items.subList(0, most)) + "; and " + (more ? "at least " : "")
                        + (items.size() - most) + " more";
    }

    /**
     * Returns the same details in harmless characters and of bounded length.
     *
     * @param most the number of characters
     */
    Details bounded(int most) {
        List<String> kept = new ArrayList<>();
        int left = most;
        for (String item : items) {
            String clean = PlainText.line(item).strip();
            if (clean.length() > left) {
                kept.add(clean.substring(0, left) + " ...");
                return new Details(kept, more);
            }
            kept.add(clean);
            left -= clean.length();
        }
        return new Details(kept, more);
    }
}
