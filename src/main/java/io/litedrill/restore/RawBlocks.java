package io.litedrill.restore;

import io.litedrill.replica.format.BlockPool;
import io.litedrill.replica.format.BlockStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads a stream in blocks of a fixed size. */
final class RawBlocks extends BlockStream {
    private static final int SIZE = 256 << 10;
    private static final byte[] NONE = {};

    private final InputStream in;
    private final BlockPool pool;
    private byte[] block;
    private int length;

    RawBlocks(InputStream in, BlockPool pool) {
        this.in = in;
        this.pool = pool;
        this.block = pool.take(SIZE);
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
        pool.give(spare);
        block = pool.take(SIZE);
        return taken;
    }

    @Override
    public void close() throws IOException {
        length = 0;
        pool.give(block);
        block = NONE;
        in.close();
    }
}
