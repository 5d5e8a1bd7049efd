package io.litedrill.config;

/** Selects the recovery points that a drill restores. */
public enum DrillPoint {
    /** The newest recovery point. */
    NEWEST,
    /** The newest recovery point, then a random one of the window. */
    RANDOM
}
