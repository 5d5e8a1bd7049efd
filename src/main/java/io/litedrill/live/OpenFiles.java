package io.litedrill.live;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the open files of all processes, which Linux lists in {@code /proc/PID/fd}. A file is identified by its path,
 * even if it was deleted while open, and by its device and inode, because a container sees the same file under another
 * path.
 */
final class OpenFiles {
    private static final Path PROC = Path.of("/proc");
    private static final String DELETED = " (deleted)";

    private final LivePlace place;
    private final Set<Object> identities = new HashSet<>();
    private final Map<Long, Holder> holders = new LinkedHashMap<>();
    private int closedToUs;

    private OpenFiles(LivePlace place) {
        this.place = place;
        place.files().forEach(file -> identity(file).ifPresent(identities::add));
    }

    /** Reads every process that this process may read, including itself. */
    static OpenFiles of(LivePlace place) {
        OpenFiles open = new OpenFiles(place);
        processes().forEach(open::readProcess);
        return open;
    }

    /** Returns the processes that have a file of the database open. */
    List<Holder> holders() {
        return List.copyOf(holders.values());
    }

    /** Returns the sources that could not be read, for people. */
    Optional<String> unseen() {
        if (!Files.isDirectory(PROC.resolve("self/fd"))) {
            return Optional.of("/proc cannot be read, so only SQLite's locks were tested");
        }
        return closedToUs == 0
                ? Optional.empty()
                : Optional.of("the open files of " + closedToUs
                        + " processes of other users cannot be listed; for those only SQLite's locks were tested");
    }

    static List<Long> processes() {
        List<Long> pids = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            entries.forEach(entry -> pids.add(Long.parseLong(String.valueOf(entry.getFileName()))));
        } catch (IOException | DirectoryIteratorException | NumberFormatException e) {
            return pids;
        }
        return pids;
    }

    private void readProcess(long pid) {
        Path folder = PROC.resolve(Long.toString(pid));
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(folder.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                what(descriptor).ifPresent(what -> holders.putIfAbsent(pid, new Holder(pid, command(folder), what)));
            }
        } catch (java.nio.file.AccessDeniedException e) {
            closedToUs++;
        } catch (IOException | DirectoryIteratorException e) {
            // the process ended during the reading
        }
    }

    private Optional<String> what(Path descriptor) {
        String target = target(descriptor);
        if (!target.startsWith("/")) {
            return Optional.empty();
        }
        boolean deleted = target.endsWith(DELETED);
        String path = deleted ? target.substring(0, target.length() - DELETED.length()) : target;
        if (deleted && isOurs(path)) {
            return Optional.of("has the deleted " + path + " open; while it runs, what was in it can be copied from "
                    + descriptor);
        }
        boolean ours = isOurs(path)
                || Path.of(path).startsWith(place.litestreamState())
                || identity(descriptor).filter(identities::contains).isPresent();
        return ours ? Optional.of("has " + path + " open") : Optional.empty();
    }

    private boolean isOurs(String path) {
        return place.files().stream().anyMatch(file -> file.toString().equals(path));
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    /** Returns the device and inode of the target of a link. */
    private static Optional<Object> identity(Path file) {
        try {
            Map<String, Object> known = Files.readAttributes(file, "unix:dev,ino,isRegularFile");
            return Boolean.TRUE.equals(known.get("isRegularFile"))
                    ? Optional.of(List.of(known.getOrDefault("dev", 0), known.getOrDefault("ino", 0)))
                    : Optional.empty();
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static String command(Path process) {
        try {
            return Files.readString(process.resolve("comm"), StandardCharsets.UTF_8)
                    .strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
