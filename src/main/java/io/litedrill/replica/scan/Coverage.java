package io.litedrill.replica.scan;

/** Shows which files of a replica a scan listed. It takes the others from an earlier listing. */
public enum Coverage {
    /** All files. */
    ALL,
    /** Every file that can lead to a state newer than the known ones. */
    NEWER,
    /** The files that Litestream adds, unless it starts again. */
    SOME
}
