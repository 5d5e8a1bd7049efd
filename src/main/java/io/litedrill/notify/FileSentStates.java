package io.litedrill.notify;

import io.litedrill.check.ReplicaId;
import io.litedrill.files.PrivateFolder;
import io.litedrill.files.RegularFiles;
import io.litedrill.json.JsonException;
import io.litedrill.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers which problems were reported to which channel, in a file, so that a restart reports none twice and forgets
 * no recovery. Several processes may use one file. Without a folder, or where it cannot be written, it remembers them
 * until the end of the process.
 */
final class FileSentStates implements SentStates {
    private static final Logger LOG = LoggerFactory.getLogger(FileSentStates.class);
    private static final String NAME = "notified.json";
    private static final int MOST_BYTES = 1 << 24;

    private final Optional<Path> folder;
    private Map<Key, Set<String>> known = new HashMap<>();

    FileSentStates(Optional<Path> folder) {
        this.folder = folder;
    }

    /** Applies a change. Other processes with the same folder wait meanwhile. */
    @Override
    public synchronized void change(Key key, Change change) {
        if (folder.isEmpty()) {
            apply(key, change);
            return;
        }
        try {
            PrivateFolder.ensure(folder.get());
            try (FileChannel lock = RegularFiles.openOrCreate(folder.get().resolve(NAME + ".lock"))) {
                lock.lock();
                known = read(folder.get().resolve(NAME));
                if (apply(key, change)) {
                    write(folder.get());
                }
            }
        } catch (IOException e) {
            LOG.warn("{}: which messages were sent cannot be remembered ({})", folder.get(), e.toString());
            apply(key, change);
        }
    }

    /** Returns whether the state was changed. */
    private boolean apply(Key key, Change change) {
        Set<String> before = known.getOrDefault(key, Set.of());
        Set<String> after = change.apply(before).orElse(before);
        if (after.isEmpty()) {
            known.remove(key);
        } else {
            known.put(key, after);
        }
        return !after.equals(before);
    }

    private static Map<Key, Set<String>> read(Path file) throws IOException {
        Map<Key, Set<String>> states = new HashMap<>();
        try (InputStream in = RegularFiles.stream(file)) {
            String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            for (JsonObject state : JsonObject.parse(text).objects("states").orElse(List.of())) {
                states.put(
                        new Key(
                                new ReplicaId(need(state, "database"), need(state, "replica")),
                                need(state, "kind"),
                                need(state, "channel")),
                        new TreeSet<>(List.of(need(state, "problems").split(",", -1))));
            }
        } catch (NoSuchFileException none) {
            return states;
        } catch (JsonException damaged) {
            LOG.warn("{}: is not readable, so messages may be sent again ({})", file, damaged.getMessage());
            states.clear();
        }
        return states;
    }

    private static String need(JsonObject json, String key) {
        return json.text(key).orElseThrow(() -> new JsonException(key + ": is missing"));
    }

    private void write(Path place) throws IOException {
        List<JsonObject> states = new ArrayList<>();
        known.forEach((key, problems) -> states.add(JsonObject.with()
                .put("database", key.id().database())
                .put("replica", key.id().replica())
                .put("kind", key.kind())
                .put("channel", key.channel())
                .put("problems", String.join(",", problems))
                .build()));
        Path draft = place.resolve(NAME + ".tmp");
        Files.deleteIfExists(draft);
        try (FileChannel channel = RegularFiles.create(draft)) {
            String text = JsonObject.with().put("states", states).build().compact();
            Channels.newOutputStream(channel).write(text.getBytes(StandardCharsets.UTF_8));
            channel.force(true);
        }
        Files.move(draft, place.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
