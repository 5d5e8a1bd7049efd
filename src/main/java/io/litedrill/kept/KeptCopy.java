package io.litedrill.kept;

import io.litedrill.files.FileTree;
import io.litedrill.files.PrivateFolder;
import io.litedrill.files.ProcessLock;
import io.litedrill.files.RegularFiles;
import io.litedrill.replica.format.SqliteHeader;
import io.litedrill.restore.Delta;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Holds the kept copy of one replica, locked: a database, the checksums of its pages, and a state file. A change
 * deletes the state file first, and writes it last; in between the copy is not trusted, after any end of the process.
 */
public final class KeptCopy implements AutoCloseable {
    private final Path folder;
    private final ProcessLock lock;
    private final KeptStateFile stateFile;

    KeptCopy(Path folder, ProcessLock lock) {
        this.folder = folder;
        this.lock = lock;
        this.stateFile = new KeptStateFile(folder);
    }

    /** Returns the path of the database. */
    public Path database() {
        return database(folder);
    }

    static Path database(Path folder) {
        return folder.resolve("database");
    }

    private Path sums() {
        return folder.resolve("sums");
    }

    private Path draft() {
        return folder.resolve("database.new");
    }

    /** Returns a path for the changed pages of a newer state. */
    public Path delta() {
        return folder.resolve("delta");
    }

    /** Removes what an interrupted drill left beside the copy. */
    void clean() throws IOException {
        for (Path left : new Path[] {draft(), draftSums(), delta(), folder.resolve("state.new")}) {
            FileTree.delete(left);
        }
    }

    private Path draftSums() {
        return folder.resolve("sums.new");
    }

    /**
     * Reads the state.
     *
     * @throws UnfitException if the copy cannot be trusted, with the reason
     */
    public KeptState state() throws UnfitException {
        return stateFile.read();
    }

    /**
     * Requires that each page of the database has its stored checksum.
     *
     * @throws UnfitException if a page has not, or if the files cannot be read
     */
    public void verify(KeptState state) throws UnfitException {
        verify(state, database());
    }

    private void verify(KeptState state, Path file) throws UnfitException {
        CopyCheck check = new CopyCheck(file, sums());
        check.requireFit(state);
        check.requireSums(state.shape().pageSize());
    }

    /**
     * Requires that the checksums and the size of the database are those of the state. Reads no page.
     *
     * @throws UnfitException if they are not, or if the files cannot be read
     */
    public void requireFit(KeptState state) throws UnfitException {
        new CopyCheck(database(), sums()).requireFit(state);
    }

    /**
     * Requires that each page of the database has its stored checksum. Reads the whole database.
     *
     * @param pageSize bytes of a page
     * @throws UnfitException if a page has another checksum, or if the files cannot be read
     */
    public void requireSums(int pageSize) throws UnfitException {
        new CopyCheck(database(), sums()).requireSums(pageSize);
    }

    /**
     * Copies the database to a new file and verifies the copy: the delivered file is the tested one. The file system
     * may share the blocks of both.
     *
     * @throws UnfitException if the copy is not as the last drill left it; a file may remain
     * @throws IOException if the new file cannot be written
     */
    public void copyTo(Path file, KeptState state) throws UnfitException, IOException {
        try (FileChannel source = RegularFiles.open(database());
                FileChannel target = RegularFiles.create(file)) {
            long size = source.size();
            long at = 0;
            while (at < size) {
                long moved = source.transferTo(at, size - at, target);
                if (moved <= 0) {
                    throw new UnfitException("the kept copy ended early");
                }
                at += moved;
            }
        }
        verify(state, file);
    }

    /** Applies changed pages to a database that is not the kept one. */
    public static void apply(Delta delta, Path file, int pageSize) throws IOException {
        try (FileChannel channel = RegularFiles.openToLock(file)) {
            delta.forEach((pgno, page) -> write(channel, page, (pgno - 1) * pageSize));
            resize(channel, delta.size());
            channel.force(true);
        }
    }

    /**
     * Applies changed pages to the kept database, without {@link #sync}. From now on the copy is not trusted, until
     * {@link #seal}.
     *
     * @param state the state before
     */
    public void apply(Delta delta, KeptState state) throws IOException {
        stateFile.delete();
        int pageSize = state.shape().pageSize();
        try (FileChannel channel = RegularFiles.openToLock(database());
                PageSums stored = PageSums.open(sums(), pageSize)) {
            delta.forEach((pgno, page) -> {
                stored.put(pgno, PageSums.of(page));
                write(channel, page, (pgno - 1) * pageSize);
            });
            resize(channel, delta.size());
            stored.resize(state.shape().pages(), delta.pages());
        }
    }

    /** Makes the database and its checksums durable. Must precede {@link #seal}. */
    public void sync() throws IOException {
        try (FileChannel channel = RegularFiles.openToLock(database());
                FileChannel stored = RegularFiles.openToLock(sums())) {
            stored.force(true);
            channel.force(true);
        }
    }

    private static void write(FileChannel channel, ByteBuffer page, long offset) throws IOException {
        ByteBuffer left = page.duplicate();
        while (left.hasRemaining()) {
            channel.write(left, offset + left.position());
        }
    }

    private static void resize(FileChannel channel, long size) throws IOException {
        if (channel.size() > size) {
            channel.truncate(size);
        } else if (channel.size() < size) {
            channel.write(ByteBuffer.allocate(1), size - 1);
        }
    }

    /** Moves a database that a full drill restored into this folder, beside the kept one. Returns its new path. */
    public Path take(Path restored) throws IOException {
        Files.move(restored, draft(), StandardCopyOption.ATOMIC_MOVE);
        return draft();
    }

    /** Returns the page size of the kept database, in bytes. */
    public int pageSize() throws IOException {
        return pageSize(database());
    }

    private static int pageSize(Path database) throws IOException {
        try (InputStream in = RegularFiles.stream(database)) {
            return SqliteHeader.parse(in.readNBytes(SqliteHeader.SIZE)).pageSize();
        }
    }

    /** Computes the checksums of the database that was taken. */
    public void sum() throws IOException {
        int pageSize = pageSize(draft());
        try (FileChannel database = RegularFiles.open(draft());
                PageSums fresh = PageSums.create(draftSums(), database, pageSize)) {
            fresh.sync();
            database.force(true);
        }
    }

    /**
     * Compares the database that was taken with the kept one, after newer files were applied to that. Both must be
     * summed.
     *
     * @param delta the newer files
     */
    public PageComparison compare(Delta delta, KeptState state) throws IOException {
        try (PageSums fresh = PageSums.open(draftSums(), state.shape().pageSize());
                PageSums stored = PageSums.open(sums(), state.shape().pageSize())) {
            return PageComparison.of(fresh, stored, delta);
        }
    }

    /** Replaces the kept database by the one that was taken. The copy is not trusted until {@link #seal}. */
    public void adopt() throws IOException {
        stateFile.delete();
        // a folder with content may have taken a name, which a move does not replace
        FileTree.delete(database());
        FileTree.delete(sums());
        Files.move(draft(), database(), StandardCopyOption.ATOMIC_MOVE);
        Files.move(draftSums(), sums(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Returns the SHA-256 of the checksums, for the state. */
    public String sumsDigest(int pageSize) throws IOException {
        try (PageSums stored = PageSums.open(sums(), pageSize)) {
            return stored.digest();
        }
    }

    /**
     * Writes the state, after which the copy is trusted. Deletes the other files of the drill before, because the
     * database of a full drill may have filled the disk.
     */
    public void seal(KeptState state) throws IOException {
        clean();
        stateFile.write(state);
    }

    /** Deletes the copy. */
    public void discard() throws IOException {
        stateFile.delete();
        FileTree.delete(database());
        FileTree.delete(sums());
        clean();
    }

    /** Creates the folder of the copy, for this user only. */
    static void ensure(Path folder) throws IOException {
        PrivateFolder.ensure(folder);
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            clean();
        }
    }
}
