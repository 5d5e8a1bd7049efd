package io.litedrill.config;

import java.util.Locale;
import java.util.Optional;

/**
 * Holds a token of the API: either the secret or its hash.
 *
 * @param name unique, for logs and the audit
 * @param secret the token that requests carry
 * @param sha256 its SHA-256 hash, 64 hex digits, where the configuration does not hold the secret itself
 */
public record TokenConfig(String name, Role role, Optional<Secret> secret, Optional<String> sha256) {
    /** Defines the permissions of a token. Each role includes those before it. */
    public enum Role {
        /** Reads state and results. */
        VIEWER,
        /** Starts checks and drills. */
        OPERATOR,
        /** Starts restores. */
        RESTORER;

        static Optional<Role> parse(String text) {
            for (Role role : values()) {
                if (role.wire().equals(text)) {
                    return Optional.of(role);
                }
            }
            return Optional.empty();
        }

        /** Returns the role as written in the file. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
