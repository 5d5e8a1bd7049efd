package io.litedrill.schedule;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Computes a delay that seems random but depends only on a name, the same in every process and version. */
final class Jitter {
    // FNV-1a, 64 bits, http://www.isthe.com/chongo/tech/comp/fnv/
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final int DOUBLE_BITS = 53;

    private Jitter() {}

    /** Returns a time from 0 up to, but excluding, {@code span}, to the millisecond. */
    static Duration within(Duration span, String name) {
        return Duration.ofMillis((long) (fraction(name) * span.toMillis()));
    }

    /** Returns a number of at least 0 and less than 1, evenly distributed over names. */
    static double fraction(String name) {
        long hash = FNV_OFFSET;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return (mix(hash) >>> (Long.SIZE - DOUBLE_BITS)) * 0x1.0p-53;
    }

    /**
     * Mixes the bits of a hash. FNV gives short, similar names the same high bits; the finalizer of MurmurHash3 spreads
     * them.
     */
    private static long mix(long hash) {
        long mixed = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
