package io.litedrill.drill;

import io.litedrill.check.Memory;

/**
 * What earlier looks and drills left behind.
 *
 * @param memory which files there were, among other things
 * @param lastGood what was in the database when a drill passed
 */
public record Experience(Memory memory, LastGood lastGood) {
    /** Of a replica that nothing is kept of. */
    public static final Experience NONE = new Experience(Memory.NONE, LastGood.NONE);
}
