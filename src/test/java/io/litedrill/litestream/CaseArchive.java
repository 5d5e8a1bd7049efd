package io.litedrill.litestream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Unpacks the inputs of {@code testdata/cases}; the README there describes each of them. */
public final class CaseArchive {
    private CaseArchive() {}

    /**
     * Unpacks an archive with the times and modes of its files.
     *
     * @param name of the archive, such as {@code orphan-row}
     * @param into an existing folder
     * @return the folder that the archive holds: {@code into/name}
     */
    public static Path unpack(String name, Path into) {
        Path archive = Path.of("testdata", "cases", name + ".tgz").toAbsolutePath();
        if (!Files.exists(archive)) {
            throw new IllegalArgumentException(archive + ": no such archive");
        }
        try {
            Process tar = new ProcessBuilder(
                            "tar", "-xpzf", archive.toString(), "--no-same-owner", "-C", into.toString())
                    .inheritIO()
                    .start();
            int code = tar.waitFor();
            if (code != 0) {
                throw new IllegalStateException("tar -x " + archive + ": exit code " + code);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
        return into.resolve(name);
    }
}
