package io.litedrill.cli;

import io.litedrill.config.Config;
import io.litedrill.config.ConfigException;
import io.litedrill.config.ConfigLoader;
import io.litedrill.config.DatabaseConfig;
import io.litedrill.config.Environment;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the configuration of a running daemon again: all of it on SIGHUP, and now and then for databases that were added. */
final class Reconfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(Reconfiguration.class);

    private final Environment environment;
    private final Wiring wiring;
    private final Daemon daemon;
    private Config current;

    /**
     * Reads nothing yet.
     *
     * @param current the configuration in force
     */
    Reconfiguration(Environment environment, Wiring wiring, Daemon daemon, Config current) {
        this.environment = environment;
        this.wiring = wiring;
        this.daemon = daemon;
        this.current = current;
    }

    /** Reads the file again and puts it in force; a file that cannot be used leaves everything as it is. */
    void reload() {
        try {
            Config read = read();
            read.warnings().forEach(LOG::warn);
            warnOfRestart(read);
            apply(read);
            LOG.info(
                    "{}: read again, {} databases",
                    read.file(),
                    read.databases().size());
        } catch (ConfigException unusable) {
            String reason = String.valueOf(unusable.getMessage());
            daemon.rejected(reason);
            LOG.error("the configuration cannot be used; the one before stays in force: {}", reason);
        }
    }

    /**
     * Adds the databases that are new in the configuration, such as files that a {@code dir} of litestream.yml finds. Nothing else is
     * taken from it, since the file may just be edited.
     */
    void findNew() {
        try {
            Config read = read();
            Set<String> known =
                    current.databases().stream().map(DatabaseConfig::name).collect(Collectors.toSet());
            List<DatabaseConfig> added = read.databases().stream()
                    .filter(database -> !known.contains(database.name()) && !isKnown(database))
                    .toList();
            if (!added.isEmpty()) {
                apply(current.with(Stream.concat(current.databases().stream(), added.stream())
                        .toList()));
                added.forEach(
                        database -> LOG.info("{}: found in the configuration, checked from now on", database.name()));
            }
        } catch (ConfigException beingEdited) {
            LOG.debug("the configuration cannot be used as it is now", beingEdited);
        }
    }

    /** A second file of the same name gives both longer names; the one that is known keeps its own. */
    private boolean isKnown(DatabaseConfig database) {
        return database.path().isPresent()
                && current.databases().stream().anyMatch(each -> each.path().equals(database.path()));
    }

    private Config read() throws ConfigException {
        return new ConfigLoader(environment).load(current.file());
    }

    private void apply(Config config) throws ConfigException {
        wiring.replace(config);
        daemon.replace(DaemonConfig.databases(config, wiring));
        current = config;
    }

    private void warnOfRestart(Config read) {
        if (!read.server().equals(current.server()) || !read.limits().equals(current.limits())) {
            LOG.warn(
                    "{}: listen, tokens, metrics_token, home, scratch, restore_folder and the parallel and timeout keys of check and "
                            + "drill change at the next restart only",
                    read.file());
        }
    }
}
