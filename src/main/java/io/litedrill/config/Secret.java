package io.litedrill.config;

/**
 * A value that must not be seen. {@link #toString} hides it; whoever needs it asks for {@link #value}.
 *
 * @param value the secret itself; never put it in a message
 */
public record Secret(String value) {
    /** What is shown in its place. */
    public static final String HIDDEN = "***";

    @Override
    public String toString() {
        return HIDDEN;
    }
}
