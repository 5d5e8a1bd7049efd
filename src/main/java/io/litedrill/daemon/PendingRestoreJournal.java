package io.litedrill.daemon;

import io.litedrill.files.Existence;
import io.litedrill.files.PrivateFolder;
import io.litedrill.files.RegularFiles;
import io.litedrill.json.JsonException;
import io.litedrill.json.JsonObject;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores each restore that was requested over HTTP in a file until its result is stored, so that the next daemon can
 * report an interrupted one. A locked file marks the daemon that wrote the entries as running. Never throws: without
 * these files, only the log records an interrupted restore.
 */
public final class PendingRestoreJournal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PendingRestoreJournal.class);
    private static final int MOST_BYTES = 1 << 20;
    private static final String ORDER = ".json";
    private static final String DRAFT = ORDER + ".tmp";
    private static final String LIVING = ".daemon";

    private final Optional<Path> folder;
    private final String daemon = UUID.randomUUID().toString();
    private Optional<FileChannel> living = Optional.empty();

    /** Creates a journal in a folder, which is created when needed. Without a folder nothing is stored. */
    public PendingRestoreJournal(Optional<Path> folder) {
        this.folder = folder;
    }

    /** Stores a request or its progress. */
    public synchronized void keep(PendingRestore order) {
        folder.ifPresent(place -> {
            Path draft = place.resolve(daemon + "." + order.runId() + DRAFT);
            try {
                live(place);
                Files.deleteIfExists(draft);
                try (FileChannel channel = RegularFiles.create(draft)) {
                    Channels.newOutputStream(channel)
                            .write(order.json().compact().getBytes(StandardCharsets.UTF_8));
                    channel.force(true);
                }
                Files.move(draft, file(place, order.runId()), StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                LOG.warn("{}: a restore that is under way cannot be written down ({})", place, e.toString());
                // for example, a cancellation interrupted the write
                delete(draft);
            }
        });
    }

    private Path file(Path place, String runId) {
        return place.resolve(daemon + "." + runId + ORDER);
    }

    private void live(Path place) throws IOException {
        if (living.isEmpty()) {
            PrivateFolder.ensure(place);
            FileChannel channel = RegularFiles.create(place.resolve(daemon + LIVING));
            channel.lock();
            living = Optional.of(channel);
        }
    }

    /** Deletes the entry of a restore whose result is stored or that never began. */
    public synchronized void close(String runId) {
        folder.ifPresent(place -> delete(file(place, runId)));
    }

    /** Returns whether there is an entry of a restore, of this daemon or of one that has ended. */
    synchronized boolean holds(String runId) {
        return files().stream()
                .anyMatch(file -> String.valueOf(file.getFileName()).endsWith("." + runId + ORDER));
    }

    /** Receives the entries of a daemon that has ended. */
    public interface Left {
        /** Handles one entry; returns true once it is reported and can be deleted. */
        boolean isSettled(PendingRestore order);
    }

    /** Passes each entry of an ended daemon on, and deletes those that are settled. */
    public synchronized void takeOver(Left left) {
        for (Path file : files()) {
            if (isOfDead(file)) {
                read(file).filter(left::isSettled).ifPresent(settled -> delete(file));
            }
        }
        folder.ifPresent(this::removeDead);
    }

    private boolean isOfDead(Path file) {
        String owner = String.valueOf(file.getFileName()).replaceFirst("\\..*", "");
        return !owner.equals(daemon) && isDead(file.resolveSibling(owner + LIVING));
    }

    private List<Path> files() {
        return folder.filter(Files::isDirectory)
                .map(place -> entries(place, ORDER))
                .orElse(List.of());
    }

    private static List<Path> entries(Path place, String end) {
        try (Stream<Path> entries = Files.list(place)) {
            return new ArrayList<>(
                    entries.filter(entry -> String.valueOf(entry.getFileName()).endsWith(end))
                            .sorted()
                            .toList());
        } catch (IOException e) {
            LOG.warn("{}: interrupted restores cannot be listed ({})", place, e.toString());
            return List.of();
        }
    }

    private static boolean isDead(Path living) {
        if (!Existence.mayExist(living)) {
            return true;
        }
        try (FileChannel channel = RegularFiles.openToLock(living)) {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException | IOException e) {
            return false;
        }
    }

    private void removeDead(Path place) {
        if (Files.isDirectory(place)) {
            entries(place, DRAFT).stream().filter(this::isOfDead).forEach(PendingRestoreJournal::delete);
            entries(place, LIVING).stream()
                    .filter(file -> !String.valueOf(file.getFileName()).startsWith(daemon))
                    .filter(PendingRestoreJournal::isDead)
                    .forEach(PendingRestoreJournal::delete);
        }
    }

    private static Optional<PendingRestore> read(Path file) {
        try {
            return Optional.of(PendingRestore.of(JsonObject.parse(RegularFiles.trusted(file, MOST_BYTES))));
        } catch (IOException | JsonException e) {
            LOG.warn(
                    "{}: the entry of an interrupted restore cannot be read ({}). Remove the file",
                    file,
                    e.getMessage());
            return Optional.empty();
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{}: cannot be removed; remove it by hand", file, e);
        }
    }

    /** Releases the lock. Entries of restores that have not ended stay for the next daemon. */
    @Override
    public synchronized void close() {
        living.ifPresent(channel -> {
            try (channel) {
                folder.ifPresent(place -> delete(place.resolve(daemon + LIVING)));
            } catch (IOException e) {
                LOG.warn("{}: cannot be closed", folder, e);
            }
        });
        living = Optional.empty();
    }
}
