package io.litedrill.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Decides which programs this process may run although no user of it named them. */
public final class TrustedProgram {
    private static final int STICKY = 01000;

    private TrustedProgram() {}

    /**
     * Returns the real path of a program that only this user or root can have placed there. The name is compared too:
     * a process that calls itself Litestream can be a script, whose program is the shell, and the shell would run a
     * file of the working folder.
     *
     * @param program may be a symbolic link of any user
     * @param name matches the file name of the real path
     * @return empty if the file is missing or another one, or if another user can write to it or to its path
     */
    public static Optional<Path> of(Path program, Pattern name) {
        try {
            Path real = program.toRealPath();
            boolean trusted = name.matcher(String.valueOf(real.getFileName())).matches() && isFileTrusted(real);
            for (Path above = real.getParent(); trusted && above != null; above = above.getParent()) {
                trusted = isFolderTrusted(above);
            }
            return trusted ? Optional.of(real) : Optional.empty();
        } catch (IOException | UnsupportedOperationException unknown) {
            return Optional.empty();
        }
    }

    private static boolean isFileTrusted(Path file) throws IOException {
        FileFacts facts = FileFacts.of(file);
        return facts.isRegular() && UserId.isTrusted(facts.owner()) && !facts.isWritableByOthers();
    }

    /** In a folder with the sticky bit, other users cannot replace what is not theirs. */
    private static boolean isFolderTrusted(Path folder) throws IOException {
        FileFacts facts = FileFacts.of(folder);
        return UserId.isTrusted(facts.owner()) && (!facts.isWritableByOthers() || (facts.mode() & STICKY) != 0);
    }
}
