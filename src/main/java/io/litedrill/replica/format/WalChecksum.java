package io.litedrill.replica.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Computes the running checksum of an SQLite WAL: two sums over pairs of 32-bit words, in the byte order given by the
 * magic number.
 */
final class WalChecksum {
    private static final VarHandle BIG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LITTLE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final boolean bigEndian;
    private int sum1;
    private int sum2;

    WalChecksum(boolean bigEndian) {
        this.bigEndian = bigEndian;
    }

    /** Adds bytes, a multiple of 8. */
    void update(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (bigEndian) {
            updateBig(bytes, offset, offset + length);
        } else {
            updateLittle(bytes, offset, offset + length);
        }
    }

    /** Continues from known sums of all bytes so far. */
    void goOnFrom(long first, long second) {
        sum1 = (int) first;
        sum2 = (int) second;
    }

    /** Returns the first sum, 0 to 2^32 - 1. */
    long first() {
        return Integer.toUnsignedLong(sum1);
    }

    /** Returns the second sum, 0 to 2^32 - 1. */
    long second() {
        return Integer.toUnsignedLong(sum2);
    }

    /** Formats both sums for messages. */
    static String text(long first, long second) {
        return Long.toHexString(first) + ", " + Long.toHexString(second);
    }

    @Override
    public String toString() {
        return text(first(), second());
    }

    /**
     * Adds big-endian words. Separate loops for the byte orders avoid a branch in the hottest code. Reads both words of
     * a pair at once, since commands run without the optimizing compiler.
     */
    private void updateBig(byte[] bytes, int from, int to) {
        int first = sum1;
        int second = sum2;
        for (int i = from; i < to; i += Long.BYTES) {
            long pair = (long) BIG.get(bytes, i);
            first += (int) (pair >>> Integer.SIZE) + second;
            second += (int) pair + first;
        }
        sum1 = first;
        sum2 = second;
    }

    private void updateLittle(byte[] bytes, int from, int to) {
        int first = sum1;
        int second = sum2;
        for (int i = from; i < to; i += Long.BYTES) {
            long pair = (long) LITTLE.get(bytes, i);
            first += (int) pair + second;
            second += (int) (pair >>> Integer.SIZE) + first;
        }
        sum1 = first;
        sum2 = second;
    }
}
