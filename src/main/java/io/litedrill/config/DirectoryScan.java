package io.litedrill.config;

import io.litedrill.files.RegularFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;

/** Finds the SQLite databases of a folder as Litestream 0.5 does for {@code dir} and {@code pattern}. */
final class DirectoryScan extends SimpleFileVisitor<Path> {
    /** The first 16 bytes of a database: https://www.sqlite.org/fileformat.html#magic_header_string. */
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    private static final int MOST_DEPTH = 64;
    private static final int MOST_FILES = 100_000;
    private static final Pattern BESIDE = Pattern.compile(".*-(wal|shm|journal)");
    private static final Pattern STATE = Pattern.compile("\\..*-litestream");

    private final Path folder;
    private final Pattern names;
    private final Report report;
    private final List<Path> found = new ArrayList<>();
    private int files;

    private DirectoryScan(Path folder, Pattern names, Report report) {
        this.folder = folder;
        this.names = names;
        this.report = report;
    }

    /** Returns the databases ordered by path. Leaves out unreadable files, with a warning. */
    static List<Path> find(Path folder, Pattern names, boolean recursive, Report report) {
        DirectoryScan scan = new DirectoryScan(folder, names, report);
        try {
            Files.walkFileTree(
                    folder, EnumSet.noneOf(java.nio.file.FileVisitOption.class), recursive ? MOST_DEPTH : 1, scan);
        } catch (IOException e) {
            report.warning(folder + ": cannot be listed: " + e.getMessage());
        }
        return scan.found.stream().sorted().toList();
    }

    @Override
    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
        boolean state = !path.equals(folder) && STATE.matcher(name(path)).matches();
        return state ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
        files++;
        if (files > MOST_FILES) {
            report.warning(
                    folder + ": holds more than " + MOST_FILES + " files; those after " + path + " were not examined");
            return FileVisitResult.TERMINATE;
        }
        boolean wanted = !attributes.isDirectory()
                && names.matcher(name(path)).matches()
                && !BESIDE.matcher(name(path)).matches();
        if (wanted && isFile(path, attributes) && isDatabase(path)) {
            found.add(path);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException e) {
        report.warning(
                path + ": cannot be read (" + e.getClass().getSimpleName() + "); databases in it are not watched");
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path path, java.io.@org.jspecify.annotations.Nullable IOException e) {
        if (e != null) {
            report.warning(path + ": cannot be listed to the end: " + e.getMessage());
        }
        return FileVisitResult.CONTINUE;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private boolean isFile(Path path, BasicFileAttributes attributes) {
        try {
            return attributes.isSymbolicLink()
                    ? Files.readAttributes(path, BasicFileAttributes.class).isRegularFile()
                    : attributes.isRegularFile();
        } catch (NoSuchFileException brokenLink) {
            return false;
        } catch (IOException e) {
            report.warning(path + ": cannot be read (" + e.getClass().getSimpleName() + "); it is not watched");
            return false;
        }
    }

    private boolean isDatabase(Path path) {
        try (InputStream in = RegularFiles.streamFollowingLinks(path)) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        } catch (IOException e) {
            report.warning(path + ": cannot be read (" + e.getClass().getSimpleName() + "); it is not watched");
            return false;
        }
    }
}
