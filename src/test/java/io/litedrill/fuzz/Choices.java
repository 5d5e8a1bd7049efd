package io.litedrill.fuzz;

import java.util.Arrays;

/** Decisions taken from the bytes of an input, one after the other. When the bytes are used up, every decision is 0. */
public final class Choices {
    private final byte[] input;
    private int next;

    /** Takes decisions from the first byte on. */
    public Choices(byte[] input) {
        this.input = input.clone();
    }

    /** The next byte, 0 to 255. */
    public int u8() {
        return next < input.length ? input[next++] & 0xff : 0;
    }

    /** A number from 0 to one less than the limit, which is 256 or less. */
    public int below(int limit) {
        return u8() % limit;
    }

    /** A number from 0 to 65535. */
    public int u16() {
        return (u8() << 8) | u8();
    }

    /** One of two. */
    public boolean flag() {
        return (u8() & 1) != 0;
    }

    /** Whether any byte is left. */
    public boolean more() {
        return next < input.length;
    }

    /** So many bytes at most; fewer when the input ends. */
    public byte[] bytes(int most) {
        int from = next;
        next = Math.min(input.length, next + most);
        return Arrays.copyOfRange(input, from, next);
    }

    /** The bytes that are left. */
    public byte[] rest() {
        return bytes(input.length);
    }
}
