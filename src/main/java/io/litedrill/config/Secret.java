package io.litedrill.config;

/**
 * Holds a secret value. {@link #toString} hides it; {@link #value} returns it.
 *
 * @param value the secret itself; must not appear in a message
 */
public record Secret(String value) {
    /** The text that {@link #toString} returns. */
    public static final String HIDDEN = "***";

    @Override
    public String toString() {
        return HIDDEN;
    }
}
