package io.litedrill.replica;

/** Names the ways in which Litestream arranges a replica in its store. */
public enum Layout {
    /** Litestream 0.3: generations of snapshots and WAL segments. */
    WAL,
    /** Litestream 0.5: LTX files by level. */
    LTX
}
