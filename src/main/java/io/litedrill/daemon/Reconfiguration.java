package io.litedrill.daemon;

import io.litedrill.app.Application;
import io.litedrill.app.Configuration;
import io.litedrill.app.UsageException;
import io.litedrill.app.Wording;
import io.litedrill.cluster.ConfigurationDigest;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration of a running daemon again: all of it on SIGHUP, and periodically for databases that were
 * added. Searches the prefixes of the configuration for replicas. Safe for use by several threads.
 */
public final class Reconfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(Reconfiguration.class);

    private final Application application;
    private final Daemon daemon;
    private Configuration current;
    /** Read, but not in force: other nodes of the cluster have another one. */
    private Optional<Waiting> pending = Optional.empty();

    /** Holds a configuration with its checksums. */
    private record Waiting(Configuration configuration, ConfigurationDigest digest) {}

    /**
     * Reads nothing yet.
     *
     * @param current the configuration in force
     */
    public Reconfiguration(Application application, Daemon daemon, Configuration current) {
        this.application = application;
        this.daemon = daemon;
        this.current = current;
    }

    /** Reads the file again and puts it in force; a file that cannot be used leaves everything as it is. */
    public synchronized void reload() {
        daemon.refreshIdentity();
        try {
            Configuration read = current.reread();
            read.warnings().forEach(LOG::warn);
            if (current.needsRestartFor(read)) {
                LOG.warn(
                        "{}: listen, tls, tokens, metrics_token, home, scratch, restore_folder and the parallel and"
                                + " timeout keys of check and drill change at the next restart only",
                        read.file());
            }
            LOG.info("{}: read again, {}", read.file(), Wording.count(read.databaseCount(), "database"));
            offer(read, read.digest());
        } catch (UsageException unusable) {
            withdraw();
            String reason = String.valueOf(unusable.getMessage());
            daemon.rejected(reason);
            LOG.error("the configuration cannot be used; the one before stays in force: {}", reason);
        }
    }

    /**
     * Adds the databases that are new in the configuration, such as files that a {@code dir} of litestream.yml finds.
     * Applies no other change, since the file may be in the middle of an edit.
     */
    public synchronized void findNew() {
        daemon.refreshIdentity();
        if (pending.isPresent()) {
            return;
        }
        try {
            Configuration read = current.withNewOf(current.reread());
            int added = read.databaseCount() - current.databaseCount();
            if (added > 0) {
                LOG.info("{}: {} new databases found, checked from now on", read.file(), added);
                offer(read, read.digest());
            }
        } catch (UsageException beingEdited) {
            LOG.debug("the configuration cannot be used as it is now", beingEdited);
        }
    }

    /**
     * Searches the prefixes that are due for replicas, and watches the existing ones. Returns when the stores have
     * responded.
     */
    public void search() {
        Configuration before = current();
        if (!before.isSearching()) {
            return;
        }
        Configuration after = before.searched();
        if (after != before && !Thread.currentThread().isInterrupted()) {
            take(before, after);
        }
    }

    private synchronized Configuration current() {
        return current;
    }

    /** Puts the result of a search in force, unless the configuration was read again meanwhile. */
    private synchronized void take(Configuration before, Configuration after) {
        if (current != before) {
            return;
        }
        try {
            if (!after.hasDatabasesOf(before)) {
                apply(after);
                LOG.info("{}: searched, {}", after.file(), Wording.count(after.databaseCount(), "database"));
            }
            current = after;
        } catch (UsageException unusable) {
            LOG.error("the databases that were found cannot be used: {}", unusable.getMessage());
        }
    }

    /** Puts a configuration in force that waited for the other nodes of the cluster, if they have the same now. */
    public synchronized void applyPending() {
        try {
            if (pending.isPresent()) {
                offer(pending.get().configuration(), pending.get().digest());
            }
        } catch (UsageException unusable) {
            withdraw();
            daemon.rejected(String.valueOf(unusable.getMessage()));
        }
    }

    private void withdraw() {
        if (pending.isPresent()) {
            pending = Optional.empty();
            daemon.agrees(current.digest());
        }
    }

    private void offer(Configuration configuration, ConfigurationDigest digest) throws UsageException {
        if (daemon.agrees(digest)) {
            apply(configuration);
            pending.ifPresent(waited ->
                    LOG.info("{}: in force on all nodes", waited.configuration().file()));
            pending = Optional.empty();
            return;
        }
        if (pending.isEmpty()) {
            LOG.info("{}: not in force until all nodes of the cluster have read the same", configuration.file());
        }
        pending = Optional.of(new Waiting(configuration, digest));
        daemon.waiting();
    }

    private void apply(Configuration configuration) throws UsageException {
        configuration.replaceIn(application);
        daemon.replace(configuration.monitored(application));
        current = configuration;
    }
}
