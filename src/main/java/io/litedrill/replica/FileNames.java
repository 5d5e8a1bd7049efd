package io.litedrill.replica;

import io.litedrill.storage.StoredObject;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses the names of a replica's files.
 *
 * <p>Sources: Litestream 0.3.13 ({@code litestream.go}: {@code SnapshotPath}, {@code WALSegmentPath}) and 0.5
 * ({@code litestream.go}: {@code LTXFilePath}; {@code s3/replica_client.go}, which omits {@code ltx/} and writes the
 * level as four hex digits). Both forms are read in every store, because buckets are copied to folders and back.
 */
public final class FileNames {
    private static final Pattern SNAPSHOT =
            Pattern.compile("generations/([0-9a-f]{16})/snapshots/([0-9a-f]{8})\\.snapshot\\.lz4");
    private static final Pattern SEGMENT =
            Pattern.compile("generations/([0-9a-f]{16})/wal/([0-9a-f]{8})_([0-9a-f]{8,16})\\.wal\\.lz4");
    private static final Pattern LTX = Pattern.compile("(?:ltx/|000)([0-9])/([0-9a-f]{16})-([0-9a-f]{16})\\.ltx");

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
        return LTX.matcher(path).matches() ? path : lastParts(key, 2);
    }

    private static String lastParts(String key, int parts) {
        int slash = key.length();
        for (int i = 0; i < parts && slash >= 0; i++) {
            slash = key.lastIndexOf('/', slash - 1);
        }
        return key.substring(slash + 1);
    }

    /**
     * Parses a name.
     *
     * @param path below the replica's root, without a leading slash
     * @return the file; empty if the name is not a Litestream file name
     */
    public static Optional<ReplicaFile> parse(String path, StoredObject object) {
        Reading reading = object.size() == 0 ? new Reading.Damaged("the file is empty") : Reading.UNREAD;
        Matcher snapshot = SNAPSHOT.matcher(path);
        if (snapshot.matches()) {
            return Optional.of(new WalSnapshot(snapshot.group(1), hex(snapshot.group(2)), object, reading));
        }
        Matcher segment = SEGMENT.matcher(path);
        if (segment.matches()) {
            return segment(segment, object, reading);
        }
        Matcher ltx = LTX.matcher(path);
        return ltx.matches() ? ltx(ltx, object, reading) : Optional.empty();
    }

    private static Optional<ReplicaFile> segment(Matcher name, StoredObject object, Reading reading) {
        long offset = hex(name.group(3));
        return offset < 0
                ? Optional.empty()
                : Optional.of(new WalSegment(name.group(1), hex(name.group(2)), offset, object, reading));
    }

    private static Optional<ReplicaFile> ltx(Matcher name, StoredObject object, Reading reading) {
        long min = hex(name.group(2));
        long max = hex(name.group(3));
        // neither Litestream nor the ltx library writes such a range, so the file is not a Litestream file
        if (min == 0 || Long.compareUnsigned(min, max) > 0) {
            return Optional.empty();
        }
        return Optional.of(new LtxFile(Integer.parseInt(name.group(1)), min, max, object, reading));
    }

    private static long hex(String digits) {
        return Long.parseUnsignedLong(digits, 16);
    }
}
