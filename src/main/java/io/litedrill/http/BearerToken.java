package io.litedrill.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The secret that a request must bring to change something. Only its SHA-256 is kept. */
public final class BearerToken {
    private final byte[] hash;

    private BearerToken(byte[] hash) {
        this.hash = hash;
    }

    /**
     * Keeps the hash of a secret.
     *
     * @throws IllegalArgumentException when it is blank, or holds what a header cannot
     */
    public static BearerToken of(String secret) {
        if (secret.isBlank() || !secret.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "the token of the API must be visible ASCII characters without spaces. Make one: openssl rand -hex 32");
        }
        return new BearerToken(sha256(secret));
    }

    /** Whether this is the secret; takes as long for a near miss as for any other. */
    boolean matches(String candidate) {
        return MessageDigest.isEqual(hash, sha256(candidate));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "BearerToken[redacted]";
    }
}
