package io.litedrill.replica.format;

/** CRC-64/ISO bit by bit, so that the builders do not rest on the code that they test. */
final class ReferenceCrc64 {
    private static final long POLYNOMIAL = 0xD800_0000_0000_0000L;

    private ReferenceCrc64() {}

    static long of(byte[] bytes) {
        long state = -1;
        for (byte next : bytes) {
            state ^= next & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                state = (state & 1) == 0 ? state >>> 1 : (state >>> 1) ^ POLYNOMIAL;
            }
        }
        return ~state;
    }
}
