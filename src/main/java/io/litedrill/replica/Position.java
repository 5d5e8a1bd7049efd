package io.litedrill.replica;

/**
 * Identifies a state of a database within a replica. {@link Object#toString} returns the form that users read and type.
 */
public sealed interface Position permits WalPosition, LtxPosition {
    /** Returns the layout that this position belongs to. */
    Layout layout();

    /**
     * Reads a position of either layout.
     *
     * @throws IllegalArgumentException when the text is no position
     */
    static Position parse(String text) {
        return text.contains("/") ? WalPosition.parse(text) : LtxPosition.parse(text);
    }
}
