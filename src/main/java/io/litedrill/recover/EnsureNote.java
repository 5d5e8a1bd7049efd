package io.litedrill.recover;

import io.litedrill.check.Hint;
import java.util.Optional;

/**
 * A line for people about an ensure run, printed at once.
 *
 * @param line the text
 * @param told the reason of an outcome, where the line contains it
 */
public record EnsureNote(Hint line, Optional<Hint> told) {
    /** Returns a line that contains no reason. */
    static EnsureNote of(String line) {
        return new EnsureNote(Hint.text(line), Optional.empty());
    }

    /** Returns a line that ends with a reason. */
    public static EnsureNote of(String before, Hint reason) {
        return of(before, reason, "");
    }

    /** Returns a line that contains a reason. */
    static EnsureNote of(String before, Hint reason, String after) {
        return new EnsureNote(Hint.text(before).then(reason).then(after), Optional.of(reason));
    }
}
