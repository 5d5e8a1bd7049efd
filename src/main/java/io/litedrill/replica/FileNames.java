package io.litedrill.replica;

import io.litedrill.storage.StoredObject;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Parses the names of a replica's files.
 *
 * <p>Sources: Litestream 0.3.13 ({@code litestream.go}: {@code SnapshotPath}, {@code WALSegmentPath}) and 0.5
 * ({@code litestream.go}: {@code LTXFilePath}; {@code s3/replica_client.go}, which omits {@code ltx/} and writes the
 * level as four hex digits). Both forms are read in every store, because buckets are copied to folders and back.
 */
public final class FileNames {
    private static final String GENERATIONS = "generations/";
    private static final String SNAPSHOTS = "/snapshots/";
    private static final String WAL = "/wal/";
    private static final String SNAPSHOT_END = ".snapshot.lz4";
    private static final String SEGMENT_END = ".wal.lz4";
    private static final String LTX_END = ".ltx";
    /** The digits of a generation and of a TXID. */
    private static final int LONG = 16;
    /** The digits of a WAL index, and the fewest ones of an offset. */
    private static final int SHORT = 8;

    private static final Pattern FOLDER =
            Pattern.compile("generations/(?:[0-9a-f]{16}/(?:(?:snapshots|wal)/)?)?|ltx/(?:[0-9]/)?|000[0-9]/");

    private FileNames() {}

    /** Returns whether a folder of this path below the root can hold Litestream files. The path ends in a slash. */
    public static boolean isFolder(String path) {
        return FOLDER.matcher(path).matches();
    }

    /** Parses a key without knowing the root of its replica. */
    public static Optional<ReplicaFile> parseEnd(StoredObject object) {
        String key = object.key();
        if (!key.endsWith(".ltx")) {
            return parse(lastParts(key, 4), object);
        }
        return parse(lastParts(key, 3), object).or(() -> parse(lastParts(key, 2), object));
    }

    /** Returns the part of a file's key below the root of its replica. */
    public static String pathOf(ReplicaFile file) {
        String key = file.object().key();
        if (!(file instanceof LtxFile)) {
            return lastParts(key, 4);
        }
        String path = lastParts(key, 3);
        return ltxDigits(path) > 0 ? path : lastParts(key, 2);
    }

    private static String lastParts(String key, int parts) {
        int slash = key.length();
        for (int i = 0; i < parts && slash >= 0; i++) {
            slash = key.lastIndexOf('/', slash - 1);
        }
        return key.substring(slash + 1);
    }

    /**
     * Parses a name. Each check parses each name several times, so no regular expression is used.
     *
     * @param path below the replica's root, without a leading slash
     * @return the file; empty if the name is not a Litestream file name
     */
    public static Optional<ReplicaFile> parse(String path, StoredObject object) {
        Reading reading = object.size() == 0 ? new Reading.Damaged("the file is empty") : Reading.UNREAD;
        int generation = GENERATIONS.length();
        if (!path.startsWith(GENERATIONS)) {
            return ltx(path, object, reading);
        }
        if (!isHex(path, generation, generation + LONG)) {
            return Optional.empty();
        }
        return path.startsWith(WAL, generation + LONG)
                ? segment(path, object, reading)
                : snapshot(path, object, reading);
    }

    private static Optional<ReplicaFile> snapshot(String path, StoredObject object, Reading reading) {
        int generation = GENERATIONS.length();
        int index = generation + LONG + SNAPSHOTS.length();
        return path.length() == index + SHORT + SNAPSHOT_END.length()
                        && path.startsWith(SNAPSHOTS, generation + LONG)
                        && isHex(path, index, index + SHORT)
                        && path.endsWith(SNAPSHOT_END)
                ? Optional.of(new WalSnapshot(
                        path.substring(generation, generation + LONG),
                        hex(path, index, index + SHORT),
                        object,
                        reading))
                : Optional.empty();
    }

    private static Optional<ReplicaFile> segment(String path, StoredObject object, Reading reading) {
        int generation = GENERATIONS.length();
        int index = generation + LONG + WAL.length();
        int offset = index + SHORT + 1;
        int end = path.length() - SEGMENT_END.length();
        boolean named = end - offset >= SHORT
                && end - offset <= LONG
                && path.endsWith(SEGMENT_END)
                && isHex(path, index, index + SHORT)
                && path.charAt(offset - 1) == '_'
                && isHex(path, offset, end);
        return named && hex(path, offset, end) >= 0
                ? Optional.of(new WalSegment(
                        path.substring(generation, generation + LONG),
                        hex(path, index, index + SHORT),
                        hex(path, offset, end),
                        object,
                        reading))
                : Optional.empty();
    }

    private static Optional<ReplicaFile> ltx(String path, StoredObject object, Reading reading) {
        int digits = ltxDigits(path);
        if (digits < 0) {
            return Optional.empty();
        }
        long min = hex(path, digits, digits + LONG);
        long max = hex(path, digits + LONG + 1, digits + 2 * LONG + 1);
        // neither Litestream nor the ltx library writes such a range, so the file is not a Litestream file
        if (min == 0 || Long.compareUnsigned(min, max) > 0) {
            return Optional.empty();
        }
        return Optional.of(new LtxFile(path.charAt(digits - 2) - '0', min, max, object, reading));
    }

    /** Returns where the digits of the TXIDs begin in the path of an LTX file; negative for any other path. */
    private static int ltxDigits(String path) {
        int level = path.startsWith("ltx/") ? 4 : 3;
        int digits = level + 2;
        boolean named = path.length() == digits + 2 * LONG + 1 + LTX_END.length()
                && (level == 4 || path.startsWith("000"))
                && path.charAt(level) >= '0'
                && path.charAt(level) <= '9'
                && path.charAt(level + 1) == '/'
                && path.charAt(digits + LONG) == '-'
                && path.endsWith(LTX_END)
                && isHex(path, digits, digits + LONG)
                && isHex(path, digits + LONG + 1, digits + 2 * LONG + 1);
        return named ? digits : -1;
    }

    private static boolean isHex(String text, int from, int to) {
        if (text.length() < to) {
            return false;
        }
        for (int i = from; i < to; i++) {
            char digit = text.charAt(i);
            if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static long hex(String digits, int from, int to) {
        return Long.parseUnsignedLong(digits, from, to, 16);
    }
}
