package io.litedrill.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** Reads a range of a file. Fails rather than end before the last byte. */
final class FileRange extends RangeStream {
    /** A channel keeps a buffer outside the heap that is as large as the largest read of a thread. */
    private static final int LARGEST_READ = 256 << 10;

    private final FileChannel channel;
    private final String place;
    private final long offset;
    private final long length;
    private final StorageListener listener;
    private long done;

    FileRange(FileChannel channel, String place, long offset, long length, StorageListener listener) {
        this.channel = channel;
        this.place = place;
        this.offset = offset;
        this.length = length;
        this.listener = listener;
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
        Objects.checkFromIndexSize(from, count, target.length);
        if (count == 0 || done == length) {
            return count == 0 ? 0 : -1;
        }
        int wanted = (int) Math.min(Math.min(count, LARGEST_READ), length - done);
        int read = readAt(ByteBuffer.wrap(target, from, wanted), offset + done);
        done += read;
        listener.read(read);
        return read;
    }

    private int readAt(ByteBuffer target, long position) throws StorageException {
        try {
            int read = channel.read(target, position);
            if (read < 0) {
                throw Ranges.cutShort(place, offset, length, channel.size());
            }
            return read;
        } catch (IOException e) {
            throw FileObjectStore.failure(e, place);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
