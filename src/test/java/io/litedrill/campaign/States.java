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

/** Every state that a sound replica restores to, to classify any other file. Safe for use by several threads. */
final class States {
    /** The classes of a database file. */
    enum Standing {
        /** The newest state, byte for byte or row for row. */
        NEWEST,
        /** An earlier state of the application. */
        EARLIER,
        /** SQLite finds no error, and the state never existed. */
        NEVER,
        /** SQLite's own check fails, or the file is not a database. */
        MALFORMED
    }

    private final Map<Position, String> dumps = new HashMap<>();
    private final Map<String, Standing> known = new ConcurrentHashMap<>();
    private final Map<String, String> dumpOfFile = new ConcurrentHashMap<>();
    private String newest = "";

    /** Records a state, oldest first; the last one is the newest. */
    void add(Position position, Path file) throws IOException, SQLException {
        Ledger ledger = Ledger.read(file);
        if (!ledger.isSound()) {
            throw new IllegalStateException(position + " of a sound replica is no sound state: " + ledger);
        }
        newest = dump(file);
        dumps.put(position, newest);
    }

    /** Returns the number of recorded states. */
    int size() {
        return dumps.size();
    }

    /** Returns the dump of the newest state. */
    String newest() {
        return newest;
    }

    /** Returns the dump at a position of the sound replica. */
    Optional<String> at(Position position) {
        return Optional.ofNullable(dumps.get(position));
    }

    /** Returns the class of this file. */
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

    /** Returns the dump of a file, computed once for each content. */
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
