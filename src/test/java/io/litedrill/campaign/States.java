package io.litedrill.campaign;

import io.litedrill.litestream.Dump;
import io.litedrill.litestream.GoldenFiles;
import io.litedrill.litestream.Ledger;
import io.litedrill.replica.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Every state that a sound replica restores to, and what any other file is beside them. Safe for use by several threads. */
final class States {
    /** What a database file is. */
    enum Standing {
        /** The newest state, byte for byte or row for row. */
        NEWEST,
        /** A state that the application had earlier. */
        EARLIER,
        /** SQLite finds nothing wrong, and the application never had it. */
        NEVER,
        /** SQLite's own check fails, or it is no database. */
        MALFORMED
    }

    private final Map<Position, String> dumps = new HashMap<>();
    private final Map<String, Standing> known = new ConcurrentHashMap<>();
    private final Map<String, String> dumpOfFile = new ConcurrentHashMap<>();
    private String newest = "";

    /** Notes a state, oldest first; the last one is the newest. */
    void add(Position position, Path file) throws IOException, SQLException {
        Ledger ledger = Ledger.read(file);
        if (!ledger.isSound()) {
            throw new IllegalStateException(position + " of a sound replica is no sound state: " + ledger);
        }
        newest = dump(file);
        dumps.put(position, newest);
    }

    /** Whether this position, or rather its file, was noted. */
    int size() {
        return dumps.size();
    }

    /** The dump of the newest state. */
    String newest() {
        return newest;
    }

    /** What stands at a position of the sound replica. */
    Optional<String> at(Position position) {
        return Optional.ofNullable(dumps.get(position));
    }

    /** What this file is. */
    Standing standing(Path file) throws IOException {
        String sha = GoldenFiles.sha256(file);
        Standing before = known.get(sha);
        if (before != null) {
            return before;
        }
        Standing found = read(file);
        known.put(sha, found);
        return found;
    }

    private Standing read(Path file) throws IOException {
        try {
            Ledger ledger = Ledger.read(file);
            if (!ledger.integrity().equals("ok")) {
                return Standing.MALFORMED;
            }
            String dump = dump(file);
            if (dump.equals(newest)) {
                return Standing.NEWEST;
            }
            return dumps.containsValue(dump) ? Standing.EARLIER : Standing.NEVER;
        } catch (SQLException unreadable) {
            // sound for SQLite, but without the application's tables
            return isDatabase(file) ? Standing.NEVER : Standing.MALFORMED;
        }
    }

    private static boolean isDatabase(Path file) throws IOException {
        return Files.size(file) == 0
                || new String(Files.readAllBytes(file), 0, 15, java.nio.charset.StandardCharsets.US_ASCII)
                        .equals("SQLite format 3");
    }

    /** The dump of a file, each content once. */
    String dump(Path file) throws IOException, SQLException {
        String sha = GoldenFiles.sha256(file);
        String dump = dumpOfFile.get(sha);
        if (dump == null) {
            dump = Dump.sha256(file);
            dumpOfFile.put(sha, dump);
        }
        return dump;
    }
}
