package io.litedrill.app;

import io.litedrill.files.PrivateFolder;
import io.litedrill.files.RegularFiles;
import io.litedrill.json.JsonException;
import io.litedrill.json.JsonObject;
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
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores which replicas earlier searches found, in a file of the home folder, so that a replica that is gone is
 * reported after a restart too. Never throws: without the file, a search begins anew.
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

    /** Returns the replicas of all prefixes; none without a readable file. */
    List<Entry> read() {
        try {
            return JsonObject.parse(RegularFiles.trusted(file, MOST_BYTES))
                    .objects("replicas")
                    .orElse(List.of())
                    .stream()
                    .map(Entry::read)
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException | JsonException e) {
            LOG.warn("{}: the replicas that were found earlier cannot be read ({})", file, e.toString());
            return List.of();
        }
    }

    /** Replaces the content of the file. */
    synchronized void write(List<Entry> entries) {
        Path draft = file.resolveSibling(NAME + "." + UUID.randomUUID() + ".tmp");
        try {
            PrivateFolder.ensure(file.resolveSibling("."));
            String text = JsonObject.with()
                    .put("replicas", entries.stream().map(Entry::json).toList())
                    .build()
                    .compact();
            try (FileChannel channel = RegularFiles.create(draft)) {
                Channels.newOutputStream(channel).write(text.getBytes(StandardCharsets.UTF_8));
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

    private static void delete(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            LOG.debug("{}: cannot be deleted", draft, e);
        }
    }
}
