package io.litedrill.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the Litestream processes of this machine that replicate a database. */
public final class LitestreamProcesses {
    private static final Path PROC = Path.of("/proc");
    private static final Set<PosixFilePermission> OTHERS_WRITE =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

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
            boolean trusted = Files.isSameFile(link, file)
                    && isOwn(file)
                    && Files.getPosixFilePermissions(file).stream().noneMatch(OTHERS_WRITE::contains);
            return trusted ? Optional.of(file) : Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private static boolean isOwn(Path file) throws IOException {
        Object owner = Files.getAttribute(file, "unix:uid");
        return owner.equals(0) || owner.equals(Files.getAttribute(PROC.resolve("self"), "unix:uid"));
    }
}
