package io.litedrill.app;

import io.litedrill.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Chooses the folder where SQLite's driver unpacks its native library. Verification requires such a folder. */
public final class SqliteLibrary {
    private static final String PROPERTY = "org.sqlite.tmpdir";

    private SqliteLibrary() {}

    /** Chooses the folder and removes libraries that killed processes left in it. */
    public static void prepare(RuntimeEnvironment runtime) {
        place(runtime);
        String temporary = System.getProperty("java.io.tmpdir", "/tmp");
        NativeLeftovers.remove(Path.of(System.getProperty(PROPERTY, temporary)), runtime.clock());
    }

    /**
     * Uses a folder below the home folder when Java's temporary folder is not writable, as in a container with a
     * read-only root.
     */
    private static void place(RuntimeEnvironment runtime) {
        Path usual = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
        if (System.getProperty(PROPERTY) != null || Files.isWritable(usual)) {
            return;
        }
        Path folder = new ConfigLoader(runtime.environment())
                .defaultServer()
                .folders()
                .home()
                .resolve("native");
        try {
            Files.createDirectories(folder);
            System.setProperty(PROPERTY, folder.toString());
        } catch (IOException e) {
            // the driver reports the missing folder, and each verification repeats its message
            return;
        }
    }
}
