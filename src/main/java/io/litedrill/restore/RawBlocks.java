package io.litedrill.restore;

import io.litedrill.replica.format.BlockStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads a stream in blocks of a fixed size. */
final class RawBlocks extends BlockStream {
    private static final int SIZE = 256 << 10;

    private final InputStream in;
    private byte[] block = new byte[SIZE];
    private int length;

    RawBlocks(InputStream in) {
        this.in = in;
    }

    @Override
    protected boolean load() throws IOException {
        length = in.readNBytes(block, 0, SIZE);
        return length > 0;
    }

    @Override
    public byte[] block() {
        return block;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public byte[] exchange(byte[] spare) {
        byte[] taken = block;
        block = spare.length == SIZE ? spare : new byte[SIZE];
        return taken;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
