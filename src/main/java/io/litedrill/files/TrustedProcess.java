package io.litedrill.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which processes are believed when their name or arguments claim to use a file. Any user can start a process
 * with any name, but only some users could use the file.
 */
public final class TrustedProcess {
    private static final int ROOT = 0;
    private static final int GROUP_WRITES = 0020;

    private TrustedProcess() {}

    /**
     * Returns true for a process of root, of this user, of the owner of the file or its folder, and of a group that may
     * write to the folder. All user ids of the process must be trusted: a user who runs a set-user-ID program has the
     * id of its owner in one of them.
     *
     * @param process its folder below {@code /proc}
     * @param file absolute; it need not exist, but its folder does
     */
    public static boolean mayUse(Path process, Path file) {
        try {
            List<String> status = Files.readAllLines(process.resolve("status"));
            Path folder =
                    Optional.ofNullable(file.getParent()).orElseThrow(() -> new IOException(file + ": no folder"));
            FileFacts above = FileFacts.of(folder);
            Set<Integer> users = new HashSet<>(List.of(ROOT, UserId.current(), above.owner(), owner(file, above)));
            List<Integer> own = numbers(status, "Uid:");
            return (!own.isEmpty() && users.containsAll(own)) || groupMayWrite(status, above);
        } catch (IOException ended) {
            return false;
        }
    }

    /** Returns the owner of a file; for a missing file that of its folder. */
    private static int owner(Path file, FileFacts folder) throws IOException {
        try {
            return FileFacts.of(file).owner();
        } catch (NoSuchFileException missing) {
            return folder.owner();
        }
    }

    /** The supplementary groups and the real group; the effective one may be that of a set-group-ID program. */
    private static boolean groupMayWrite(List<String> status, FileFacts folder) {
        Set<Integer> groups = new HashSet<>(numbers(status, "Groups:"));
        numbers(status, "Gid:").stream().findFirst().ifPresent(groups::add);
        return (folder.mode() & GROUP_WRITES) != 0 && groups.contains(folder.group());
    }

    private static List<Integer> numbers(List<String> status, String field) {
        return status.stream()
                .filter(line -> line.startsWith(field))
                .flatMap(line ->
                        Arrays.stream(line.substring(field.length()).trim().split("\\s+")))
                .filter(word -> word.matches("[0-9]{1,10}"))
                // an id beyond 2^31 is negative in the attributes of a file, too
                .map(word -> (int) Long.parseLong(word))
                .toList();
    }
}
