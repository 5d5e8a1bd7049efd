package io.litedrill.drill;

/** Names where a database was restored from. */
public enum Source {
    /** All files of the plan were read from the replica. */
    REPLICA,
    /** A verified copy on this machine, with the newer files of the replica applied. */
    PROVED_COPY
}
