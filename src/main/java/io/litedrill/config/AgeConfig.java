package io.litedrill.config;

import java.util.List;

/**
 * How the files of a replica are encrypted with age, which Litestream 0.3 can do.
 *
 * @param used whether they are, as far as the configuration says
 * @param identities the secret keys that open them; {@code AGE-SECRET-KEY-1...} each
 */
public record AgeConfig(boolean used, List<Secret> identities) {
    /** Not encrypted. */
    public static final AgeConfig NONE = new AgeConfig(false, List.of());

    /** Copies the list. */
    public AgeConfig {
        identities = List.copyOf(identities);
    }
}
