package io.litedrill.config;

import io.litedrill.receipt.ReceiptSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Holds a configuration that was read and checked.
 *
 * @param file the file that it was read from
 * @param server the settings of the daemon
 * @param storeAuthorities certificates that are trusted for stores beside those of Java
 * @param receipts where drills write receipts, and the key for them
 * @param bytesPerSecond the limit for what all drills and scrubs read together; empty without one
 * @param discover the prefixes whose replicas are watched too
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
        Optional<Long> bytesPerSecond,
        List<DiscoverConfig> discover,
        List<DatabaseConfig> databases,
        List<String> warnings,
        List<String> faults) {
    /** Copies the lists. */
    public Config {
        discover = List.copyOf(discover);
        databases = List.copyOf(databases);
        warnings = List.copyOf(warnings);
        faults = List.copyOf(faults);
    }

    /** Creates a configuration without faults and without authorities. */
    public Config(Path file, ServerConfig server, List<DatabaseConfig> databases, List<String> warnings) {
        this(
                file,
                server,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                databases,
                warnings,
                List.of());
    }

    /** Returns the same configuration with other prefixes. */
    public Config discovering(List<DiscoverConfig> others) {
        return new Config(
                file, server, storeAuthorities, receipts, bytesPerSecond, others, databases, warnings, faults);
    }

    /** Returns the same configuration with more settings that destroy backups, or hide that there is none. */
    public Config withFaults(List<String> more) {
        List<String> all = Stream.concat(faults.stream(), more.stream()).toList();
        return new Config(file, server, storeAuthorities, receipts, bytesPerSecond, discover, databases, warnings, all);
    }

    /** Returns the same configuration with other databases. */
    public Config with(List<DatabaseConfig> others) {
        return new Config(file, server, storeAuthorities, receipts, bytesPerSecond, discover, others, warnings, faults);
    }
}
