package io.litedrill.live;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;

/** Counts the descriptors of a file that this process has open, as Linux lists them in {@code /proc/self/fd}. */
final class OwnDescriptors {
    private static final Path SELF = Path.of("/proc/self/fd");
    private static final Duration PAUSE = Duration.ofMillis(20);
    /** Longer than the limit of any use of a live database by this process. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private OwnDescriptors() {}

    /** Returns the number of descriptors; empty when the system does not list them. */
    static OptionalInt of(Path file) {
        int count = 0;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(SELF)) {
            for (Path descriptor : descriptors) {
                count += isOf(descriptor, file) ? 1 : 0;
            }
            return OptionalInt.of(count);
        } catch (IOException | DirectoryIteratorException e) {
            return OptionalInt.empty();
        }
    }

    private static boolean isOf(Path descriptor, Path file) {
        try {
            return Files.isSameFile(descriptor, file);
        } catch (IOException e) {
            // this descriptor was closed during the reading, or is not a file
            return false;
        }
    }

    /**
     * Waits until this process has at most one descriptor of the file, so that closing it drops no lock of another use.
     */
    static void awaitSingle(Path file) {
        long start = System.nanoTime();
        while (of(file).orElse(0) > 1 && System.nanoTime() - start < LONGEST_WAIT.toNanos()) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
