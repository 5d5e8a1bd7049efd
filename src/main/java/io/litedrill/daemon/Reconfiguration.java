package io.litedrill.daemon;

import io.litedrill.app.Application;
import io.litedrill.app.Configuration;
import io.litedrill.app.UsageException;
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
            apply(read);
            LOG.info("{}: read again, {} databases", read.file(), read.databaseCount());
        } catch (UsageException unusable) {
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
        try {
            Configuration read = current.withNewOf(current.reread());
            int added = read.databaseCount() - current.databaseCount();
            if (added > 0) {
                apply(read);
                LOG.info("{}: {} new databases found, checked from now on", read.file(), added);
            }
        } catch (UsageException beingEdited) {
            LOG.debug("the configuration cannot be used as it is now", beingEdited);
        }
    }

    /**
     * Searches the prefixes that are due for replicas, and watches those that are there. Returns when the stores have
     * answered.
     */
    public void search() {
        Configuration before = current();
        if (!before.isSearching()) {
            return;
        }
        Configuration after = before.searched();
        if (!Thread.currentThread().isInterrupted()) {
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
                LOG.info("{}: searched, {} databases", after.file(), after.databaseCount());
            }
            current = after;
        } catch (UsageException unusable) {
            LOG.error("the databases that were found cannot be used: {}", unusable.getMessage());
        }
    }

    private void apply(Configuration configuration) throws UsageException {
        configuration.replaceIn(application);
        daemon.replace(configuration.monitored(application));
        current = configuration;
    }
}
