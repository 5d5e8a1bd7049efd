package io.litedrill.replica;

/** Where a database stood. {@link Object#toString} gives the form that users read and type. */
public sealed interface Position permits WalPosition, LtxPosition {
    /** The layout that this position belongs to. */
    Layout layout();
}
