package io.litedrill.config;

/** Which states a drill restores. */
public enum DrillPoint {
    /** The newest. */
    NEWEST,
    /** The newest, and after it one of the window that is chosen at random. */
    RANDOM
}
