package io.litedrill.replica;

import java.util.Locale;

/**
 * Represents a position in the {@code ltx} layout: the last transaction that the database contains.
 *
 * @param txid 1 or more (unsigned); written as 16 hex digits
 */
public record LtxPosition(long txid) implements Position, Comparable<LtxPosition> {
    /**
     * Parses a TXID of up to 16 hex digits.
     *
     * @throws IllegalArgumentException with the expected form in its message
     */
    public static LtxPosition parse(String text) {
        if (!text.matches("[0-9a-fA-F]{1,16}")) {
            throw new IllegalArgumentException("a TXID is 1 to 16 hex digits. Found: " + text);
        }
        return new LtxPosition(Long.parseUnsignedLong(text, 16));
    }

    @Override
    public Layout layout() {
        return Layout.LTX;
    }

    @Override
    public int compareTo(LtxPosition other) {
        return Long.compareUnsigned(txid, other.txid);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%016x", txid);
    }
}
