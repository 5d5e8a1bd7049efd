package io.litedrill.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.litestream.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Creates files like another user of the machine. Changing the owner requires root. */
public final class Attacker {
    /** A user id without a user on the machine. */
    public static final int UID = 54321;

    private static final String REQUIRED = "LITEDRILL_REQUIRE_TOOLS";

    private Attacker() {}

    /** Skips the test if owners cannot be changed; on CI that is a failure. */
    public static void requireRoot() throws IOException {
        boolean root = Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        if (System.getenv(REQUIRED) != null) {
            assertThat(root).as("tests with another user need root").isTrue();
        }
        Tools.need(root, "only root gives files away");
    }

    /** Changes the owner of a name to the attacker; for a symbolic link, that of the link and not of its target. */
    public static Path owns(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", UID, LinkOption.NOFOLLOW_LINKS);
        return path;
    }

    /** Creates a pipe. */
    public static Path pipe(Path path) throws IOException {
        try {
            Process made = new ProcessBuilder("mkfifo", path.toString()).start();
            assertThat(made.waitFor(10, TimeUnit.SECONDS) && made.exitValue() == 0)
                    .as("mkfifo " + path)
                    .isTrue();
            return path;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
