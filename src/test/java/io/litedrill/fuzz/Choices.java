package io.litedrill.fuzz;

import java.util.Arrays;

/** Decisions derived from the bytes of an input in order. After the last byte, every decision is 0. */
public final class Choices {
    private final byte[] input;
    private int next;

    /** Derives decisions from the first byte on. */
    public Choices(byte[] input) {
        this.input = input.clone();
    }

    /** Returns the next byte, 0 to 255. */
    public int u8() {
        return next < input.length ? input[next++] & 0xff : 0;
    }

    /**
     * Returns a number from 0 to one less than the limit.
     *
     * @param limit at most 256
     */
    public int below(int limit) {
        return u8() % limit;
    }

    /** Returns a number from 0 to 65535. */
    public int u16() {
        return (u8() << 8) | u8();
    }

    /** Returns one of two values. */
    public boolean flag() {
        return (u8() & 1) != 0;
    }

    /** Returns whether any byte remains. */
    public boolean more() {
        return next < input.length;
    }

    /** Returns up to this many bytes; fewer at the end of the input. */
    public byte[] bytes(int most) {
        int from = next;
        next = Math.min(input.length, next + most);
        return Arrays.copyOfRange(input, from, next);
    }

    /** Returns the remaining bytes. */
    public byte[] rest() {
        return bytes(input.length);
    }
}
