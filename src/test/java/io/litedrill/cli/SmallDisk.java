package io.litedrill.cli;

import io.litedrill.litestream.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file system of some megabytes in memory, mounted until it is closed. Only root can mount it: for other users the
 * test is skipped.
 */
record SmallDisk(Path folder) implements AutoCloseable {
    /**
     * Mounts a file system.
     *
     * @param folder created if it does not exist
     * @param size such as {@code 4m}
     */
    static SmallDisk mount(Path folder, String size) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        String said = run("mount", "-t", "tmpfs", "-o", "size=" + size, "litedrill-test", folder.toString());
        Tools.need(said.isEmpty(), "no small disk to test with: " + said);
        return new SmallDisk(folder);
    }

    /** Returns the output of a command that failed. */
    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? "" : "exit code " + process.exitValue() + ": " + said;
    }

    @Override
    public void close() throws IOException {
        try {
            String said = run("umount", folder.toString());
            if (!said.isEmpty()) {
                throw new IOException(folder + " stays mounted: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(folder + " stays mounted", e);
        }
    }
}
