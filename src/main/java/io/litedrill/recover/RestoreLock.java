package io.litedrill.recover;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/** Says that a restore of a database in place runs. It ends with the process that holds it; the file that a crash leaves means nothing. */
final class RestoreLock implements AutoCloseable {
    private static final int MOST_TRIES = 10;

    private final Path file;
    private final FileChannel channel;

    private RestoreLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes it.
     *
     * @return empty when another restore has it
     * @throws IOException when the file cannot be made
     */
    static Optional<RestoreLock> take(Path file) throws IOException {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            Optional<RestoreLock> taken = Optional.empty();
            try {
                if (channel.tryLock() == null) {
                    return Optional.empty();
                }
                if (hasName(channel, file)) {
                    taken = Optional.of(new RestoreLock(file, channel));
                    return taken;
                }
            } catch (OverlappingFileLockException e) {
                return Optional.empty();
            } finally {
                if (taken.isEmpty()) {
                    channel.close();
                }
            }
        }
        return Optional.empty();
    }

    /** Whoever had it before removed the file under our hands, unless what was written to it can be read by its name. */
    private static boolean hasName(FileChannel channel, Path file) throws IOException {
        String mark = UUID.randomUUID().toString();
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(mark.getBytes(StandardCharsets.US_ASCII)));
        try {
            return Files.readString(file).equals(mark);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(file);
        }
    }
}
