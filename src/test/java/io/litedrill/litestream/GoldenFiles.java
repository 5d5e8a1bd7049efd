package io.litedrill.litestream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Folders and files of test data. */
public final class GoldenFiles {
    private GoldenFiles() {}

    /** Returns the SHA-256 of a file's bytes, in lower-case hex digits. */
    public static String sha256(Path file) throws IOException {
        return HexFormat.of().formatHex(Dump.digest().digest(Files.readAllBytes(file)));
    }

    /** Returns every file below a folder, relative to it, sorted. */
    static List<Path> relativeFiles(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(folder::relativize)
                    .sorted()
                    .toList();
        }
    }

    /** Deletes a folder with its content. */
    public static void deleteTree(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
