package io.litedrill.replica;

import io.litedrill.storage.StoredObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/**
 * Identifies one version of one file in 16 bytes: half of the SHA-256 of its key, size, time and tag.
 *
 * @param high the first 8 bytes
 * @param low the next 8 bytes
 */
public record FileDigest(long high, long low) implements Comparable<FileDigest> {
    /** The size of a digest in bytes. */
    public static final int BYTES = 16;

    /** Computes the digest of a file as it is listed. */
    public static FileDigest of(StoredObject file) {
        byte[] key = file.key().getBytes(StandardCharsets.UTF_8);
        byte[] tag = file.tag().getBytes(StandardCharsets.UTF_8);
        Instant time = file.modified();
        ByteBuffer identity = ByteBuffer.allocate(key.length + tag.length + 24);
        identity.putInt(key.length).put(key).putLong(file.size());
        identity.putLong(time.getEpochSecond()).putInt(time.getNano());
        ByteBuffer digest = ByteBuffer.wrap(sha256().digest(identity.put(tag).array()));
        return new FileDigest(digest.getLong(), digest.getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public int compareTo(FileDigest other) {
        int byHigh = Long.compare(high, other.high);
        return byHigh != 0 ? byHigh : Long.compare(low, other.low);
    }
}
