package io.litedrill.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Removes native libraries of SQLite's driver that killed processes left in the temporary folder. Removes regular
 * files of the current user only, with exactly the driver's names, that no process has mapped. Does nothing where
 * {@code /proc} is missing.
 */
public final class NativeLeftovers {
    private static final String LIBRARY = System.mapLibraryName("sqlitejdbc");
    private static final Pattern NAME =
            Pattern.compile("sqlite-[0-9][0-9A-Za-z.]*-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-"
                    + Pattern.quote(LIBRARY) + "(\\.lck)?");
    private static final String LOCK = ".lck";
    /** The minimum age of a file to remove. A process loads the library within seconds of writing it. */
    private static final Duration YOUNG = Duration.ofMinutes(10);

    private static final Path PROCESSES = Path.of("/proc");

    private NativeLeftovers() {}

    /** Removes the remaining files of a folder. Never throws: a file that cannot be removed stays. */
    public static void remove(Path folder, InstantSource clock) {
        try {
            UserPrincipal user = Files.getOwner(PROCESSES.resolve("self"));
            List<Path> left = left(folder, user, clock.instant().minus(YOUNG));
            if (!left.isEmpty()) {
                String mapped = mapped();
                left.stream().filter(file -> !isMapped(file, mapped)).forEach(NativeLeftovers::delete);
            }
        } catch (IOException nothingToDo) {
            // the folder cannot be listed, or this system has no /proc
        }
    }

    private static List<Path> left(Path folder, UserPrincipal user, Instant before) throws IOException {
        List<Path> left = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(
                folder,
                entry -> NAME.matcher(String.valueOf(entry.getFileName())).matches())) {
            for (Path entry : entries) {
                if (isLeft(entry, user, before)) {
                    left.add(entry);
                }
            }
        }
        return left;
    }

    private static boolean isLeft(Path entry, UserPrincipal user, Instant before) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isRegularFile()
                    && attributes.lastModifiedTime().toInstant().isBefore(before)
                    && Files.getOwner(entry, LinkOption.NOFOLLOW_LINKS).equals(user);
        } catch (IOException gone) {
            return false;
        }
    }

    /** Returns the mapped driver libraries of all processes that this user can see. */
    private static String mapped() throws IOException {
        StringBuilder mapped = new StringBuilder();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                append(mapped, process.resolve("maps"));
            }
        }
        return mapped.toString();
    }

    private static void append(StringBuilder mapped, Path maps) {
        try {
            // a path in maps may contain any bytes
            new String(Files.readAllBytes(maps), StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> line.contains(LIBRARY))
                    .forEach(line -> mapped.append(line).append('\n'));
        } catch (IOException ended) {
            // or the process belongs to another user, whose libraries are not removed
        }
    }

    private static boolean isMapped(Path file, String mapped) {
        String name = String.valueOf(file.getFileName());
        return mapped.contains(name.endsWith(LOCK) ? name.substring(0, name.length() - LOCK.length()) : name);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // the file stays; it only takes disk space
        }
    }
}
