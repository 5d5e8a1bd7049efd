package io.litedrill.config;

import java.util.Locale;
import java.util.Optional;

/**
 * A token of the API: one of secret and hash.
 *
 * @param name unique, for logs and the audit
 * @param secret what requests bring
 * @param sha256 the hash of it, 64 hex digits, where the configuration does not hold the secret itself
 */
public record TokenConfig(String name, Role role, Optional<Secret> secret, Optional<String> sha256) {
    /** What it allows; each includes those before it. */
    public enum Role {
        /** Look. */
        VIEWER,
        /** Run checks and drills. */
        OPERATOR,
        /** Restore. */
        RESTORER;

        static Optional<Role> parse(String text) {
            for (Role role : values()) {
                if (role.wire().equals(text)) {
                    return Optional.of(role);
                }
            }
            return Optional.empty();
        }

        /** As it stands in the file. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
