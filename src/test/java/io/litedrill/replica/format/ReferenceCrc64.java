package io.litedrill.replica.format;

/** CRC-64/ISO bit by bit, so that the builders do not depend on the code under test. */
final class ReferenceCrc64 {
    private static final long POLYNOMIAL = 0xD800_0000_0000_0000L;

    private long state = -1;

    static long of(byte[] bytes) {
        ReferenceCrc64 crc = new ReferenceCrc64();
        crc.update(bytes);
        return crc.value();
    }

    void update(byte[] bytes) {
        long next = state;
        for (byte each : bytes) {
            next ^= each & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                next = (next & 1) == 0 ? next >>> 1 : (next >>> 1) ^ POLYNOMIAL;
            }
        }
        state = next;
    }

    long value() {
        return ~state;
    }
}
