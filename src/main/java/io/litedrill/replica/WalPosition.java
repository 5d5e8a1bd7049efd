package io.litedrill.replica;

import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Represents a position in the {@code wal} layout, written {@code generation/index:offset}.
 *
 * @param generation 16 hex digits
 * @param index the WAL index, 0 to 2^32 - 1; written as 8 hex digits
 * @param offset bytes of the uncompressed WAL file of that index, 0 or more; written as a decimal
 */
public record WalPosition(String generation, long index, long offset) implements Position, Comparable<WalPosition> {
    private static final Pattern TEXT = Pattern.compile("([0-9a-f]{16})/([0-9a-f]{8}):([0-9]{1,18})");
    private static final Comparator<WalPosition> ORDER = Comparator.comparing(WalPosition::generation)
            .thenComparingLong(WalPosition::index)
            .thenComparingLong(WalPosition::offset);

    /**
     * Parses the form that {@link #toString} returns.
     *
     * @throws IllegalArgumentException with the expected form in its message
     */
    public static WalPosition parse(String text) {
        Matcher matcher = TEXT.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a position is GENERATION/INDEX:OFFSET (16 hex digits, 8 hex digits, a decimal). Found: " + text);
        }
        return new WalPosition(
                matcher.group(1), Long.parseLong(matcher.group(2), 16), Long.parseLong(matcher.group(3)));
    }

    @Override
    public Layout layout() {
        return Layout.WAL;
    }

    /**
     * Orders by generation as text, then by index, then by offset. The order follows time only within one generation.
     */
    @Override
    public int compareTo(WalPosition other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s/%08x:%d", generation, index, offset);
    }
}
