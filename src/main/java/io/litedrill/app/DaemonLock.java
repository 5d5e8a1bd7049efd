package io.litedrill.app;

import io.litedrill.files.PrivateFolder;
import io.litedrill.files.RegularFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows other processes that a daemon runs with a home folder. Each daemon has a shared lock on a file there; the
 * operating system releases the lock of a process that ends.
 */
public final class DaemonLock implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(DaemonLock.class);
    private static final String FILE = "daemon.lock";

    private final Optional<FileChannel> channel;

    private DaemonLock(Optional<FileChannel> channel) {
        this.channel = channel;
    }

    /** Describes whether a daemon runs. */
    public enum Presence {
        /** A daemon runs with this home. */
        RUNNING,
        /** No daemon runs with this home, and the history exists. */
        NONE,
        /** No daemon runs with this home, and one on another machine may use the same history. */
        UNKNOWN
    }

    /**
     * Takes the lock. Logs a warning if another daemon has it too, unless this one is a node of a cluster: nodes on
     * one machine may share a home. Without a home that can be written, the daemon runs without it.
     */
    public static DaemonLock hold(Optional<Path> home, boolean isNode) {
        home.filter(folder -> of(folder, Presence.NONE) == Presence.RUNNING).ifPresent(folder -> {
            if (isNode) {
                LOG.info(
                        "{}: another daemon runs with this home. Nodes of one cluster may share it; stop a daemon that"
                                + " is no node of this one, or give it another home",
                        folder);
            } else {
                LOG.warn(
                        "{}: another daemon runs with this home. Each of them checks, drills and notifies; stop one,"
                                + " or give it another home",
                        folder);
            }
        });
        return new DaemonLock(home.flatMap(DaemonLock::locked));
    }

    private static Optional<FileChannel> locked(Path home) {
        try {
            // with a history in PostgreSQL, nothing else has created it yet
            PrivateFolder.ensure(home);
            FileChannel channel = RegularFiles.openOrCreate(home.resolve(FILE));
            try {
                channel.tryLock(0, Long.MAX_VALUE, true);
            } catch (OverlappingFileLockException sameProcess) {
                // another daemon of this process has the lock
            }
            return Optional.of(channel);
        } catch (IOException e) {
            LOG.info("{}: the lock of the daemon cannot be taken ({})", home, e.toString());
            return Optional.empty();
        }
    }

    /**
     * Returns whether a daemon runs.
     *
     * @param shared whether the history is on a server that other machines use
     */
    static Presence of(Optional<Path> home, boolean shared) {
        Presence without = shared || home.isEmpty() ? Presence.UNKNOWN : Presence.NONE;
        return home.map(folder -> of(folder, without)).orElse(without);
    }

    private static Presence of(Path home, Presence without) {
        try (FileChannel channel = RegularFiles.openToLock(home.resolve(FILE))) {
            return channel.tryLock() == null ? Presence.RUNNING : without;
        } catch (OverlappingFileLockException e) {
            return Presence.RUNNING;
        } catch (NoSuchFileException e) {
            return without;
        } catch (IOException e) {
            return Presence.UNKNOWN;
        }
    }

    @Override
    public void close() {
        channel.ifPresent(open -> {
            try {
                open.close();
            } catch (IOException e) {
                LOG.warn("the lock of the daemon could not be released ({})", e.toString());
            }
        });
    }
}
