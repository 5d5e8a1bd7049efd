package io.litedrill.config;

import io.litedrill.receipt.ReceiptSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Holds a configuration that was read and checked.
 *
 * @param file the file that it was read from
 * @param server the settings of the daemon
 * @param storeAuthorities certificates that are trusted for stores beside those of Java
 * @param receipts where drills write receipts, and the key for them
 * @param databases the monitored databases, in the order of the files; names are unique
 * @param warnings warnings about settings that work, one line each, without secrets
 * @param faults settings that Litestream accepts although they destroy backups, one line each. Commands continue, so
 *     that the databases remain monitored; {@code config validate} fails
 */
public record Config(
        Path file,
        ServerConfig server,
        Optional<Path> storeAuthorities,
        Optional<ReceiptSettings> receipts,
        List<DatabaseConfig> databases,
        List<String> warnings,
        List<String> faults) {
    /** Copies the lists. */
    public Config {
        databases = List.copyOf(databases);
        warnings = List.copyOf(warnings);
        faults = List.copyOf(faults);
    }

    /** Creates a configuration without faults and without authorities. */
    public Config(Path file, ServerConfig server, List<DatabaseConfig> databases, List<String> warnings) {
        this(file, server, Optional.empty(), Optional.empty(), databases, warnings, List.of());
    }

    /** Returns the same configuration with other databases. */
    public Config with(List<DatabaseConfig> others) {
        return new Config(file, server, storeAuthorities, receipts, others, warnings, faults);
    }
}
