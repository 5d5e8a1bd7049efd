package io.litedrill.http;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Defines the permissions of a token; each role includes those before it. */
public enum Role {
    /** Reads state and results. */
    VIEWER,
    /** Starts checks and drills, which change only the scratch folder. */
    OPERATOR,
    /** Restores to files and over live databases. */
    RESTORER;

    /** Returns the role of a name as {@link #wire} writes it; empty for any other text. */
    public static Optional<Role> parse(String text) {
        return Arrays.stream(values()).filter(role -> role.wire().equals(text)).findFirst();
    }

    /** Returns whether this role grants the permissions of the other. */
    boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    /** Returns the role as written in the configuration and in responses. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
