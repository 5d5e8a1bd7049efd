package io.litedrill.live;

import io.litedrill.files.RegularFiles;
import io.litedrill.files.TrustedProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds Litestream processes that replicate a database without having a file of it open: a process that waits for a
 * missing database opens any file that appears at its path. Ignores processes of users who could not replicate it,
 * since any user can give a process this name and these arguments.
 */
final class RunningLitestream {
    private static final int MOST_CONFIG_BYTES = 1 << 20;
    private static final Path PROC = Path.of("/proc");

    private RunningLitestream() {}

    static List<Holder> of(LivePlace place) {
        List<Holder> found = new ArrayList<>();
        for (long pid : OpenFiles.processes()) {
            Path process = PROC.resolve(Long.toString(pid));
            String command = OpenFiles.command(process);
            if (command.startsWith("litestream") && TrustedProcess.mayUse(process, place.file())) {
                reason(process, place).ifPresent(what -> found.add(new Holder(pid, command, what)));
            }
        }
        return found;
    }

    private static Optional<String> reason(Path process, LivePlace place) {
        List<String> words = words(process);
        if (!words.contains("replicate")) {
            return Optional.empty();
        }
        if (words.stream().anyMatch(word -> names(word, place))) {
            return Optional.of("replicates it, as its arguments say");
        }
        Path config = config(process, words);
        try (InputStream in = RegularFiles.streamFollowingLinks(config)) {
            byte[] read = in.readNBytes(MOST_CONFIG_BYTES);
            return names(new String(read, StandardCharsets.UTF_8), place)
                    ? Optional.of("replicates it, as its configuration says")
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static List<String> words(Path process) {
        try {
            return List.of(Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                    .split("\0", -1));
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Returns the path of its configuration, as the process sees the file system. */
    private static Path config(Path process, List<String> words) {
        String named = "/etc/litestream.yml";
        for (int i = 0; i + 1 < words.size(); i++) {
            named = words.get(i).matches("--?config") ? words.get(i + 1) : named;
            named = words.get(i + 1).matches("--?config=.*") ? words.get(i + 1).replaceFirst("--?config=", "") : named;
        }
        try {
            return named.startsWith("/")
                    ? process.resolve("root").resolve(named.substring(1))
                    : process.resolve("cwd").resolve(named);
        } catch (InvalidPathException e) {
            return process.resolve("no-such-file");
        }
    }

    private static boolean names(String text, LivePlace place) {
        int at = text.indexOf(place.file().toString());
        int end = at + place.file().toString().length();
        // the path of another database may begin with this path
        return at >= 0 && (end == text.length() || isEnd(text.charAt(end)));
    }

    private static boolean isEnd(char next) {
        return !Character.isLetterOrDigit(next) && next != '-' && next != '.' && next != '_';
    }
}
