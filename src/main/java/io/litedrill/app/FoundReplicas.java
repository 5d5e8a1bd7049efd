package io.litedrill.app;

import io.litedrill.files.PrivateFolder;
import io.litedrill.files.ProcessLock;
import io.litedrill.files.RegularFiles;
import io.litedrill.json.JsonException;
import io.litedrill.json.JsonObject;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageException.Kind;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores which replicas earlier searches found, in a file of the home folder, so that a replica that is gone is
 * reported after a restart too. Several configurations and processes may use one home folder: the file is changed
 * under a lock, and entries of other prefixes stay until no process has searched there for {@link FoundContent#KEPT}.
 */
final class FoundReplicas {
    private static final Logger LOG = LoggerFactory.getLogger(FoundReplicas.class);
    private static final String NAME = "discovered.json";
    private static final int MOST_BYTES = 64 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path file;
    private final Path lock;

    /**
     * Describes a replica that a search found.
     *
     * @param prefix the id of the prefix, see {@link io.litedrill.config.DiscoverConfig#id}
     * @param path its path below the prefix
     * @param missingSince when a search first missed it; empty while it exists
     */
    record Entry(String prefix, String path, Optional<Instant> missingSince) {
        Entry present() {
            return new Entry(prefix, path, Optional.empty());
        }

        JsonObject json() {
            return JsonObject.with()
                    .put("prefix", prefix)
                    .put("path", path)
                    .put("missing_since", missingSince)
                    .build();
        }

        static Entry read(JsonObject json) {
            return new Entry(
                    json.text("prefix").orElseThrow(() -> new JsonException("prefix: is needed")),
                    json.text("path").orElseThrow(() -> new JsonException("path: is needed")),
                    json.time("missing_since"));
        }
    }

    FoundReplicas(Path home) {
        this.file = home.resolve(NAME);
        this.lock = home.resolve(NAME + ".lock");
    }

    /**
     * Returns the replicas of all prefixes; none without a file.
     *
     * @throws StorageException when there is a file that cannot be read
     */
    List<Entry> read() throws StorageException {
        return List.copyOf(content().entries());
    }

    private FoundContent content() throws StorageException {
        try {
            return FoundContent.read(JsonObject.parse(RegularFiles.trusted(file, MOST_BYTES)));
        } catch (NoSuchFileException none) {
            return new FoundContent(Set.of(), Map.of());
        } catch (IOException | JsonException e) {
            throw new StorageException(
                    Kind.UNREACHABLE,
                    file + ": the replicas that were found earlier cannot be read (" + e
                            + "), so a replica that is gone may not be reported. The file is not overwritten. Correct"
                            + " its permissions, replace it by a backup, or move it away",
                    e);
        }
    }

    /**
     * Applies the result of a search to the file.
     *
     * @throws StorageException when there is a file that cannot be read; it stays as it is
     */
    void apply(FoundContent.Change change) throws StorageException {
        if (isDone(change, content())) {
            return;
        }
        try {
            PrivateFolder.ensure(file.resolveSibling("."));
            Optional<ProcessLock> held = ProcessLock.await(lock, PATIENCE);
            if (held.isEmpty()) {
                throw new IOException("another process has the lock " + lock);
            }
            apply(change, held.get());
        } catch (StorageException unreadable) {
            throw unreadable;
        } catch (IOException e) {
            LOG.warn(
                    "{}: cannot be written ({}), so a replica that disappears is not reported after a restart",
                    file,
                    e.toString());
        }
    }

    @SuppressWarnings("try") // closing the lock is its only use
    private void apply(FoundContent.Change change, ProcessLock held) throws IOException {
        try (held) {
            FoundContent stored = content();
            if (!isDone(change, stored)) {
                FoundContent changed = change.applied(stored);
                write(changed);
                stored.prefixes().stream()
                        .filter(prefix -> !change.prefixes().contains(prefix)
                                && !changed.prefixes().contains(prefix))
                        .forEach(prefix -> LOG.info(
                                "{}: below {}, nothing was searched for {} days. What was found there is removed",
                                file,
                                prefix,
                                FoundContent.KEPT.toDays()));
            }
        }
    }

    private static boolean isDone(FoundContent.Change change, FoundContent stored) {
        return change.applied(stored).equals(stored);
    }

    private void write(FoundContent content) throws IOException {
        Path draft = file.resolveSibling(NAME + "." + UUID.randomUUID() + ".tmp");
        try {
            try (FileChannel channel = RegularFiles.create(draft)) {
                Channels.newOutputStream(channel).write(text(content));
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            delete(draft);
            throw e;
        }
    }

    private static byte[] text(FoundContent content) throws IOException {
        byte[] text = content.json().compact().getBytes(StandardCharsets.UTF_8);
        if (text.length > MOST_BYTES) {
            throw new IOException(content.entries().size() + " replicas need more than " + MOST_BYTES + " bytes");
        }
        return text;
    }

    private static void delete(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            LOG.debug("{}: cannot be deleted", draft, e);
        }
    }
}
