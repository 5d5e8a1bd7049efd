package io.litedrill.storage;

import java.io.IOException;
import java.io.InputStream;

/** Reads a range of an object. Never reports bytes as available: only a read finds out whether they arrive. */
abstract class RangeStream extends InputStream {
    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public abstract int read(byte[] target, int from, int count) throws IOException;

    @Override
    public final int available() {
        return 0;
    }
}
