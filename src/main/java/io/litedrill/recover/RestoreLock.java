package io.litedrill.recover;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Says that a restore of a database in place runs. It ends with the process that holds it; the files that a crash leaves mean nothing.
 *
 * <p>Closing any descriptor of a locked file drops this process's lock on it. So the file is opened by whoever may get the lock alone: a
 * second file, named for this process, keeps its other threads away, and what is asked of the locked file is asked without opening it.
 */
final class RestoreLock implements AutoCloseable {
    private static final int MOST_TRIES = 10;
    private static final int MOST_BYTES = 1 << 20;
    private static final String THIS_PROCESS = UUID.randomUUID().toString();

    private final Path file;
    private final Path claim;
    private final FileChannel channel;

    private RestoreLock(Path file, Path claim, FileChannel channel) {
        this.file = file;
        this.claim = claim;
        this.channel = channel;
    }

    /**
     * Takes it.
     *
     * @return empty when another restore has it, of this process or of another
     * @throws IOException when the file cannot be made
     */
    static Optional<RestoreLock> take(Path file) throws IOException {
        Path claim = file.resolveSibling(file.getFileName() + "." + THIS_PROCESS);
        try {
            Files.createFile(claim);
        } catch (FileAlreadyExistsException e) {
            return Optional.empty();
        }
        Optional<RestoreLock> taken = Optional.empty();
        try {
            taken = locked(file).map(channel -> new RestoreLock(file, claim, channel));
            return taken;
        } finally {
            if (taken.isEmpty()) {
                Files.deleteIfExists(claim);
            } else {
                taken.get().removeOtherClaims();
            }
        }
    }

    private static Optional<FileChannel> locked(Path file) throws IOException {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(channel)) {
                channel.close();
                return Optional.empty();
            }
            if (hasName(channel, file)) {
                return Optional.of(channel);
            }
            channel.close();
        }
        return Optional.empty();
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Whoever had it before may have removed the file under our hands: then another has the name, and another size. */
    private static boolean hasName(FileChannel channel, Path file) throws IOException {
        long size = ThreadLocalRandom.current().nextInt(MOST_BYTES) + 1L;
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(new byte[1]), size - 1);
        try {
            return Files.size(file) == size;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** What killed processes left. */
    private void removeOtherClaims() throws IOException {
        String claims = file.getFileName() + ".";
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(
                file.resolveSibling("."),
                entry -> String.valueOf(entry.getFileName()).startsWith(claims))) {
            for (Path entry : entries) {
                if (!claim.endsWith(entry.getFileName())) {
                    Files.deleteIfExists(entry);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(file);
        } finally {
            Files.deleteIfExists(claim);
        }
    }
}
