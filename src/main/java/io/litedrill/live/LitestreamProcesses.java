package io.litedrill.live;

import io.litedrill.files.TrustedProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the Litestream processes of this machine that replicate a database. */
public final class LitestreamProcesses {
    /** The file name of a program of Litestream, such as litestream or litestream-0.5.17. */
    public static final Pattern PROGRAM = Pattern.compile("litestream([-_.]?v?[0-9][0-9A-Za-z._-]*)?");

    private static final Path PROC = Path.of("/proc");

    private LitestreamProcesses() {}

    /**
     * A process that replicates a database.
     *
     * @param holder the process, and how it is known that it replicates it
     * @param program its program file; empty if it cannot be read, or if another user could have placed it, so that it
     *     must not be run
     */
    public record Running(Holder holder, Optional<Path> program) {}

    /**
     * Returns the processes that replicate a database, as far as this process may read; none where its folder cannot be
     * read.
     */
    public static List<Running> of(Path database) {
        try {
            return RunningLitestream.of(LivePlace.of(database, Optional.empty())).stream()
                    .map(holder -> new Running(
                            holder,
                            program(PROC.resolve(Long.toString(holder.pid())).resolve("exe"))))
                    .toList();
        } catch (IOException notReachable) {
            return List.of();
        }
    }

    private static Optional<Path> program(Path link) {
        try {
            Path file = Files.readSymbolicLink(link);
            return Files.isSameFile(link, file) ? TrustedProgram.of(file, PROGRAM) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
