package io.litedrill.live;

import io.litedrill.files.RegularFiles;
import io.litedrill.replica.format.FormatException;
import io.litedrill.replica.format.WalHeader;
import io.litedrill.replica.format.WalReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Indexes the committed frames of a {@code -wal} file by page. A file that SQLite would ignore has no frames here. Used
 * by one thread.
 */
final class WalFrames implements AutoCloseable {
    /** Each page takes some 60 bytes of memory. */
    private static final int MOST_PAGES = 1 << 20;

    private static final int BUFFER = 64 << 10;

    private final Optional<FileChannel> channel;
    private final byte[] header;
    private final int pageSize;
    private final Map<Long, Long> offsets = new HashMap<>();
    private long pages;

    private WalFrames(Optional<FileChannel> channel, byte[] header, int pageSize) {
        this.channel = channel;
        this.header = header;
        this.pageSize = pageSize;
    }

    /**
     * Reads the file to its last commit.
     *
     * @param pageSize page size of the database, in bytes
     */
    static WalFrames read(Path file, int pageSize) throws IOException {
        FileChannel channel;
        try {
            channel = RegularFiles.open(file);
        } catch (NoSuchFileException e) {
            return new WalFrames(Optional.empty(), new byte[0], pageSize);
        }
        try {
            byte[] header = channel.size() < WalHeader.SIZE ? new byte[0] : LivePages.read(channel, 0, WalHeader.SIZE);
            WalFrames frames = new WalFrames(Optional.of(channel), header, pageSize);
            if (header.length > 0) {
                frames.index(file);
            }
            return frames;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void index(Path file) throws IOException {
        try (InputStream bytes = RegularFiles.stream(file);
                WalReader reader = new WalReader(new BufferedInputStream(bytes, BUFFER))) {
            if (reader.header().pageSize() == pageSize) {
                index(reader);
            }
        } catch (FormatException noValidHeader) {
            // SQLite ignores such a file
            offsets.clear();
        }
    }

    private void index(WalReader reader) throws IOException {
        Map<Long, Long> pending = new HashMap<>();
        try {
            while (reader.next()) {
                pending.put(reader.pgno(), reader.offset() + WalReader.FRAME_HEADER_SIZE);
                if (pending.size() + offsets.size() > MOST_PAGES) {
                    throw new IOException("the -wal holds too many pages to be compared");
                }
                if (reader.commitPages() != 0) {
                    offsets.putAll(pending);
                    pending.clear();
                    pages = reader.commitPages();
                }
            }
        } catch (FormatException behindTheLastFrame) {
            // frames of an earlier WAL, which SQLite ignores
            pending.clear();
        }
    }

    /** Returns the number of pages of the database after the last commit; 0 without a commit. */
    long pages() {
        return pages;
    }

    boolean has(long pgno) {
        return offsets.containsKey(pgno);
    }

    /** Returns the content of a page for which {@link #has} is true. */
    byte[] page(long pgno) throws IOException {
        Long offset = offsets.get(pgno);
        if (offset == null || channel.isEmpty()) {
            throw new IOException("page " + pgno + " is not in the -wal");
        }
        return LivePages.read(channel.get(), offset, pageSize);
    }

    boolean isUnchanged() throws IOException {
        return header.length == 0
                || (channel.isPresent() && Arrays.equals(header, LivePages.read(channel.get(), 0, WalHeader.SIZE)));
    }

    @Override
    public void close() throws IOException {
        if (channel.isPresent()) {
            channel.get().close();
        }
    }
}
