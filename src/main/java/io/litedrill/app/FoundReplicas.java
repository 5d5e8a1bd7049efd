package io.litedrill.app;

import io.litedrill.files.PrivateFolder;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores which replicas earlier searches found, in a file of the home folder, so that a replica that is gone is
 * reported after a restart too. Several configurations may use one home folder.
 */
final class FoundReplicas {
    private static final Logger LOG = LoggerFactory.getLogger(FoundReplicas.class);
    private static final String NAME = "discovered.json";
    private static final int MOST_BYTES = 64 << 20;

    private final Path file;

    /**
     * Describes a replica that a search found.
     *
     * @param prefix the id of the prefix, see {@link io.litedrill.config.DiscoverConfig#id}
     * @param path its path below the prefix
     * @param missingSince when a search found first that it is gone; empty while it is there
     */
    record Entry(String prefix, String path, Optional<Instant> missingSince) {
        private Entry present() {
            return new Entry(prefix, path, Optional.empty());
        }

        private JsonObject json() {
            return JsonObject.with()
                    .put("prefix", prefix)
                    .put("path", path)
                    .put("missing_since", missingSince)
                    .build();
        }

        private static Entry read(JsonObject json) {
            return new Entry(
                    json.text("prefix").orElseThrow(() -> new JsonException("prefix: is needed")),
                    json.text("path").orElseThrow(() -> new JsonException("path: is needed")),
                    json.time("missing_since"));
        }
    }

    FoundReplicas(Path home) {
        this.file = home.resolve(NAME);
    }

    /**
     * Returns the replicas of all prefixes; none without a file.
     *
     * @throws StorageException when there is a file that cannot be read
     */
    List<Entry> read() throws StorageException {
        try {
            return JsonObject.parse(RegularFiles.trusted(file, MOST_BYTES))
                    .objects("replicas")
                    .orElseThrow(() -> new JsonException("replicas: is needed"))
                    .stream()
                    .map(Entry::read)
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
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
     * Replaces entries of the file, and keeps those that are in neither list: those of another configuration, and those
     * that another process has added before. There is no lock: of two processes that write at the same time, one adds
     * its entries again with its next search.
     *
     * @param before the entries to remove
     * @param after the entries to store
     * @throws StorageException when there is a file that cannot be read; it stays as it is
     */
    void replace(List<Entry> before, List<Entry> after) throws StorageException {
        Set<Entry> own = Stream.concat(before.stream(), after.stream())
                .map(Entry::present)
                .collect(Collectors.toSet());
        List<Entry> stored = read();
        List<Entry> all = Stream.concat(stored.stream().filter(entry -> !own.contains(entry.present())), after.stream())
                .toList();
        if (!Set.copyOf(stored).equals(Set.copyOf(all))) {
            write(all);
        }
    }

    private void write(List<Entry> entries) {
        Path draft = file.resolveSibling(NAME + "." + UUID.randomUUID() + ".tmp");
        try {
            PrivateFolder.ensure(file.resolveSibling("."));
            try (FileChannel channel = RegularFiles.create(draft)) {
                Channels.newOutputStream(channel).write(text(entries));
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn(
                    "{}: cannot be written ({}), so a replica that disappears is not reported after a restart",
                    file,
                    e.toString());
            delete(draft);
        }
    }

    private static byte[] text(List<Entry> entries) throws IOException {
        byte[] text = JsonObject.with()
                .put("replicas", entries.stream().map(Entry::json).toList())
                .build()
                .compact()
                .getBytes(StandardCharsets.UTF_8);
        if (text.length > MOST_BYTES) {
            throw new IOException(entries.size() + " replicas need more than " + MOST_BYTES + " bytes");
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
