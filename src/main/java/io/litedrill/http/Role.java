package io.litedrill.http;

import java.util.Locale;

/** What a token may do; each includes those before it. */
public enum Role {
    /** Look. */
    VIEWER,
    /** Run checks and drills, which change nothing but scratch. */
    OPERATOR,
    /** Restore, to files and over live databases. */
    RESTORER;

    /** Whether whoever has this role may do what needs the other. */
    boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    /** As it stands in the configuration and in answers. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
