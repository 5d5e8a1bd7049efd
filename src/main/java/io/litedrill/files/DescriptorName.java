package io.litedrill.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds the name in {@code /proc/self/fd} of an open file, which Java does not provide. Takes a lock at a unique
 * offset and finds the descriptor that holds it in the lists of {@code /proc/self/fdinfo} on Linux. Another thread
 * that closes the same file releases the lock; then the search is repeated.
 */
final class DescriptorName {
    private static final Path NAMES = Path.of("/proc/self/fd");
    private static final Path FACTS = Path.of("/proc/self/fdinfo");
    private static final int TRIES = 100;

    private DescriptorName() {}

    /** Returns the name; empty where the system does not provide it. */
    static Optional<Path> of(FileChannel channel) {
        if (!Files.isDirectory(FACTS)) {
            return Optional.empty();
        }
        for (int tries = 0; tries < TRIES; tries++) {
            long offset = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE - 1);
            try (FileLock lock = channel.tryLock(offset, 1, true)) {
                Optional<Path> name = lock == null ? Optional.empty() : holding(" " + offset + " " + offset);
                if (name.isPresent()) {
                    return name;
                }
            } catch (OverlappingFileLockException e) {
                // another thread uses the same offset
            } catch (IOException locksAreNotSupported) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> holding(String range) throws IOException {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(FACTS)) {
            for (Path descriptor : highestFirst(descriptors)) {
                if (facts(descriptor).lines().anyMatch(line -> line.startsWith("lock:") && line.endsWith(range))) {
                    return Optional.of(NAMES.resolve(String.valueOf(descriptor.getFileName())));
                }
            }
            return Optional.empty();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /**
     * Orders descriptors by falling number: what a process opened last mostly follows the files of its class path.
     */
    private static List<Path> highestFirst(DirectoryStream<Path> descriptors) {
        List<Path> found = new ArrayList<>();
        descriptors.forEach(found::add);
        found.sort(Comparator.comparingInt(DescriptorName::number).reversed());
        return found;
    }

    private static int number(Path descriptor) {
        return Integer.parseInt(String.valueOf(descriptor.getFileName()));
    }

    private static String facts(Path descriptor) {
        try {
            return Files.readString(descriptor);
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
