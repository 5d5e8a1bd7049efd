package io.litedrill.replica;

/** How Litestream lays a replica out in its store. */
public enum Layout {
    /** Litestream 0.3: generations of snapshots and WAL segments. */
    WAL,
    /** Litestream 0.5: LTX files by level. */
    LTX
}
