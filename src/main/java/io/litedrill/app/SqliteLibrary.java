package io.litedrill.app;

import io.litedrill.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where SQLite's driver unpacks its native library: without such a folder nothing can be verified. */
public final class SqliteLibrary {
    private static final String PROPERTY = "org.sqlite.tmpdir";

    private SqliteLibrary() {}

    /** Chooses the folder, and removes from it what killed processes left. */
    public static void prepare(RuntimeEnvironment runtime) {
        place(runtime);
        String temporary = System.getProperty("java.io.tmpdir", "/tmp");
        NativeLeftovers.remove(Path.of(System.getProperty(PROPERTY, temporary)), runtime.clock());
    }

    /** In a container with a read-only root, Java's own temporary folder is not writable: then it is one below the home folder. */
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
            // the driver says itself that it found no folder, and each verification then names it
            return;
        }
    }
}
