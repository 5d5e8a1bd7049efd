package io.litedrill.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Compares a jar with what it was when this process opened it. Used by one thread. */
final class ProgramFile {
    private final Path path;
    private final Contents known;
    private Identity read;
    private Identity last;

    /** Identifies the state of a file. */
    private record Identity(Object file, long size, FileTime modified) {
        static Identity of(Path path) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            Object key = Objects.requireNonNullElse(attributes.fileKey(), path);
            return new Identity(key, attributes.size(), attributes.lastModifiedTime());
        }
    }

    /**
     * Identifies the entries of a jar and their places.
     *
     * @param entries their number
     * @param checksum of their names, sizes and checksums, in the order of the jar
     */
    private record Contents(int entries, long checksum) {
        static Contents of(Path path) throws IOException {
            try (ZipFile zip = new ZipFile(path.toFile())) {
                long sum = 0;
                var entries = zip.entries();
                while (entries.hasMoreElements()) {
                    ZipEntry entry = entries.nextElement();
                    sum = 31 * sum + entry.getName().hashCode();
                    sum = 31 * sum + entry.getCompressedSize();
                    sum = 31 * sum + entry.getCrc();
                }
                return new Contents(zip.size(), sum);
            }
        }
    }

    private ProgramFile(Path path, Identity identity, Contents known) {
        this.path = path;
        this.read = identity;
        this.last = identity;
        this.known = known;
    }

    /**
     * Describes a jar as it is now.
     *
     * @throws IOException when it cannot be read
     */
    static ProgramFile of(Path path) throws IOException {
        return new ProgramFile(path, Identity.of(path), Contents.of(path));
    }

    Path path() {
        return path;
    }

    /** Returns whether the file was written in place since its entries were last read and found unchanged. */
    boolean isWritten() {
        try {
            Identity now = Identity.of(path);
            return !now.equals(read) && now.file().equals(read.file());
        } catch (IOException e) {
            return !(e instanceof NoSuchFileException);
        }
    }

    /**
     * Returns whether the file has other entries. While its size or time changes, it is being written, and the answer
     * is false.
     */
    boolean isOverwritten() {
        try {
            Identity now = Identity.of(path);
            boolean written = !now.equals(last);
            last = now;
            if (written || now.equals(read) || !now.file().equals(read.file())) {
                return false;
            }
            if (!Contents.of(path).equals(known)) {
                return true;
            }
            read = now;
            return false;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            // no jar any more, or a disk that fails: Java cannot read its classes either
            return true;
        }
    }
}
