package io.litedrill.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Copies SQLite's native library, which this process unpacked and loaded. A later process that loads the copy does not
 * unpack it. Copies nothing where {@code /proc} is missing.
 */
public final class NativeLibrary {
    private static final Path MAPS = Path.of("/proc/self/maps");
    /** A path at the end of a line, as {@code /tmp/sqlite-3.54.1.0-UUID-libsqlitejdbc.so}. */
    private static final Pattern UNPACKED =
            Pattern.compile("\\S+ \\S+ \\S+ \\S+ \\S+ +(/.*[-/](libsqlitejdbc)[^/]*\\.so)");

    private NativeLibrary() {}

    /**
     * Copies the library, under the name that its driver searches for.
     *
     * @param folder exists
     */
    public static void copyTo(Path folder) throws IOException {
        if (!Files.isReadable(MAPS)) {
            return;
        }
        // a path in maps may contain any bytes
        for (String line : Files.readAllLines(MAPS, StandardCharsets.ISO_8859_1)) {
            Matcher unpacked = UNPACKED.matcher(line);
            if (unpacked.matches()) {
                Path copy = folder.resolve(unpacked.group(2) + ".so");
                Files.copy(Path.of(unpacked.group(1)), copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
