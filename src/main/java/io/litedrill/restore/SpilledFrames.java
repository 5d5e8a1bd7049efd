package io.litedrill.restore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Holds the first frames of a transaction that is larger than the memory for it, in a file. The file is created for the
 * first such transaction and deleted when this is closed.
 */
final class SpilledFrames implements AutoCloseable {
    private static final int PGNO_SIZE = Long.BYTES;

    private final Optional<FileChannel> file;
    private final ByteBuffer frame;
    private long size;

    private SpilledFrames(Optional<FileChannel> file, int frameSize) {
        this.file = file;
        this.frame = ByteBuffer.allocate(frameSize);
    }

    /** Holds no frames, and has no file. */
    static SpilledFrames none() {
        return new SpilledFrames(Optional.empty(), 0);
    }

    /** Receives a frame. */
    @FunctionalInterface
    interface Receiver {
        /** Receives a page in an array of its size, which is reused. */
        void frame(long pgno, byte[] page) throws IOException;
    }

    /** Returns these frames; with a new file if there is none. */
    SpilledFrames orIn(Path path, int pageSize) throws IOException {
        if (file.isPresent()) {
            return this;
        }
        FileChannel created = FileChannel.open(
                path,
                Set.of(
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return new SpilledFrames(Optional.of(created), PGNO_SIZE + pageSize);
    }

    boolean exist() {
        return size > 0;
    }

    /** Adds the frames of the first slots. */
    void add(long[] pgnos, byte[] pages, int count) throws IOException {
        int pageSize = frame.capacity() - PGNO_SIZE;
        for (int slot = 0; slot < count; slot++) {
            frame.clear();
            frame.putLong(pgnos[slot]).put(pages, slot * pageSize, pageSize).flip();
            while (frame.hasRemaining()) {
                size += channel().write(frame, size);
            }
        }
    }

    private FileChannel channel() {
        return file.orElseThrow();
    }

    /** Reads all frames in the order in which they were added. */
    void forEach(Receiver receiver) throws IOException {
        byte[] page = new byte[frame.capacity() - PGNO_SIZE];
        for (long at = 0; at < size; at += frame.capacity()) {
            frame.clear();
            while (frame.hasRemaining()) {
                if (channel().read(frame, at + frame.position()) < 0) {
                    throw new IOException("a file ended early while a transaction was read back");
                }
            }
            frame.flip();
            long pgno = frame.getLong();
            frame.get(page);
            receiver.frame(pgno, page);
        }
    }

    /** Discards all frames. */
    void forget() throws IOException {
        if (size > 0) {
            channel().truncate(0);
            size = 0;
        }
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
        }
    }
}
