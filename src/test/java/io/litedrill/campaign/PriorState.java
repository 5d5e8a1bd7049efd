package io.litedrill.campaign;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.litedrill.campaign.RealLitestream.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Results of real Litestream by files, kept in a text file between runs: it always gives the same result, and running
 * it takes most of the time. Safe for use by several threads.
 */
final class PriorState {
    private final Map<String, Result> results = new ConcurrentHashMap<>();
    private final Optional<Path> file;
    private final boolean asked;

    /**
     * Reads the existing results.
     *
     * @param file created if it does not exist; empty to keep no results
     * @param asked whether real Litestream runs for unknown files
     */
    PriorState(Optional<Path> file, boolean asked) throws IOException {
        this.asked = asked;
        this.file = file;
        if (file.isPresent() && Files.exists(file.get())) {
            for (String line : Files.readAllLines(file.get(), UTF_8)) {
                String[] words = line.split(" ", 2);
                results.put(words[0], Result.valueOf(words[1]));
            }
        }
    }

    boolean isAsked() {
        return asked;
    }

    Optional<Result> get(String key) {
        return Optional.ofNullable(results.get(key));
    }

    synchronized void put(String key, Result result) {
        results.put(key, result);
        try {
            if (file.isPresent()) {
                Files.writeString(
                        file.get(), key + " " + result + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Returns a key that is equal for the same version and the same files with the same times. */
    static String key(SoundReplica replica, ReplicaImage damaged) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((replica.version() + " " + replica.states().newest()).getBytes(UTF_8));
            for (String path : damaged.paths()) {
                digest.update((path + " " + damaged.time(path) + " ").getBytes(UTF_8));
                digest.update(damaged.bytes(path));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 12);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
