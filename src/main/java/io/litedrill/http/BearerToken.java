package io.litedrill.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds a token that requests may carry, and its role. Stores only its SHA-256 hash. */
public final class BearerToken {
    private static final HexFormat HEX = HexFormat.of();

    private final String name;
    private final Role role;
    private final byte[] hash;
    private final Optional<String> configuredHash;

    private BearerToken(String name, Role role, byte[] hash, Optional<String> configuredHash) {
        this.name = name;
        this.role = role;
        this.hash = hash;
        this.configuredHash = configuredHash;
    }

    /**
     * Creates a token from a secret; stores only its hash.
     *
     * @param name the name for logs and the audit; not secret
     * @throws IllegalArgumentException when the secret is blank, or contains characters that a header cannot
     */
    public static BearerToken of(String name, Role role, String secret) {
        if (secret.isBlank() || !secret.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("the token " + name
                    + " of the API must be visible ASCII characters without spaces. Make one: openssl rand -hex 32");
        }
        return new BearerToken(name, role, sha256(secret), Optional.empty());
    }

    /**
     * Creates a token from a hash, without its secret.
     *
     * @param sha256 the SHA-256 hash, 64 hex digits
     * @throws IllegalArgumentException for any other text
     */
    public static BearerToken hashed(String name, Role role, String sha256) {
        if (!sha256.matches("[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException("the SHA-256 of the token " + name
                    + " has 64 hex digits. Make it: printf %s \"$TOKEN\" | sha256sum");
        }
        return new BearerToken(name, role, HEX.parseHex(sha256.toLowerCase(Locale.ROOT)), Optional.of(sha256));
    }

    /** Returns the name in the configuration. */
    public String name() {
        return name;
    }

    /** Returns the role. */
    public Role role() {
        return role;
    }

    /** Returns the hash that the configuration contains in place of the secret; empty when it contains the secret. */
    public Optional<String> configuredHash() {
        return configuredHash;
    }

    /** Returns whether this is the secret; takes the same time for all candidates. */
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

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BearerToken token
                && name.equals(token.name)
                && role == token.role
                && MessageDigest.isEqual(hash, token.hash);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, role, Arrays.hashCode(hash));
    }

    /** Omits the secret and its hash. */
    @Override
    public String toString() {
        return "BearerToken[" + name + ", " + role.wire() + "]";
    }
}
