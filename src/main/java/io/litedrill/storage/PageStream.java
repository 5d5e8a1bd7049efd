package io.litedrill.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Reads the body of a page of a listing. Fails when it has too many bytes, or takes too long. */
public final class PageStream extends FilterInputStream {
    private final long most;
    private final long end;
    private long left;

    /**
     * Begins a page.
     *
     * @param most the largest number of bytes
     * @param time the longest time; a single read must have a time limit of its own
     */
    public PageStream(InputStream body, long most, Duration time) {
        super(body);
        this.most = most;
        this.left = most;
        this.end = System.nanoTime() + time.toNanos();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
        int read = in.read(target, from, count);
        left -= Math.max(read, 0);
        if (left < 0) {
            throw new IOException("one page of the listing has more than " + most + " bytes");
        }
        if (System.nanoTime() - end > 0) {
            throw new IOException("one page of the listing takes too long");
        }
        return read;
    }
}
