package io.litedrill.config;

import java.util.List;

/**
 * Holds the age encryption settings of a replica. Only Litestream 0.3 supports age.
 *
 * @param used whether the configuration encrypts the files
 * @param identities the secret keys that decrypt the files; {@code AGE-SECRET-KEY-1...} each
 */
public record AgeConfig(boolean used, List<Secret> identities) {
    /** Not encrypted. */
    public static final AgeConfig NONE = new AgeConfig(false, List.of());

    /** Copies the list. */
    public AgeConfig {
        identities = List.copyOf(identities);
    }
}
