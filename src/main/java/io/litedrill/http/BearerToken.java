package io.litedrill.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** A secret that requests may bring, and what it allows. Only its SHA-256 is kept. */
public final class BearerToken {
    private static final HexFormat HEX = HexFormat.of();

    private final String name;
    private final Role role;
    private final byte[] hash;

    private BearerToken(String name, Role role, byte[] hash) {
        this.name = name;
        this.role = role;
        this.hash = hash;
    }

    /**
     * Keeps the hash of a secret.
     *
     * @param name for logs and the audit; no secret
     * @throws IllegalArgumentException when the secret is blank, or holds what a header cannot
     */
    public static BearerToken of(String name, Role role, String secret) {
        if (secret.isBlank() || !secret.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("the token " + name
                    + " of the API must be visible ASCII characters without spaces. Make one: openssl rand -hex 32");
        }
        return new BearerToken(name, role, sha256(secret));
    }

    /**
     * Takes the hash of a secret that is not told.
     *
     * @param sha256 64 hex digits
     * @throws IllegalArgumentException for anything else
     */
    public static BearerToken hashed(String name, Role role, String sha256) {
        if (!sha256.matches("[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException("the SHA-256 of the token " + name
                    + " has 64 hex digits. Make it: printf %s \"$TOKEN\" | sha256sum");
        }
        return new BearerToken(name, role, HEX.parseHex(sha256.toLowerCase(Locale.ROOT)));
    }

    /** The name in the configuration. */
    public String name() {
        return name;
    }

    /** What it allows. */
    public Role role() {
        return role;
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

    /** Tells nothing of the secret. */
    @Override
    public String toString() {
        return "BearerToken[" + name + ", " + role.wire() + "]";
    }
}
