package io.litedrill.daemon;

import io.litedrill.files.PrivateFolder;
import io.litedrill.files.RegularFiles;
import io.litedrill.http.Actions.Started;
import io.litedrill.http.IdempotencyKey;
import io.litedrill.http.Problem;
import io.litedrill.http.ProblemException;
import io.litedrill.json.JsonException;
import io.litedrill.json.JsonObject;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores which run each {@code Idempotency-Key} started, one file a key, so that a repeated request returns the same
 * run, also after a restart. A key is free again once its run is deleted from the history.
 */
public final class RepeatedRequests {
    private static final Logger LOG = LoggerFactory.getLogger(RepeatedRequests.class);
    private static final int MOST_BYTES = 4096;
    private static final String END = ".json";

    private final Optional<Path> folder;
    private final Function<String, Optional<Started>> runs;
    private final Set<String> open = ConcurrentHashMap.newKeySet();
    /** By key, what could not be written to a file. Lost at the end of the process. */
    private final Map<String, JsonObject> unwritten = new ConcurrentHashMap<>();

    private final Optional<SharedKeys> shared;

    /**
     * Creates the store.
     *
     * @param folder created when needed; without a folder no key is stored
     * @param runs returns a run by its id; empty when it is not kept any more
     */
    public RepeatedRequests(Optional<Path> folder, Function<String, Optional<Started>> runs) {
        this(folder, runs, Optional.empty());
    }

    /**
     * Creates the store of a node of a cluster.
     *
     * @param shared the keys of all nodes
     */
    RepeatedRequests(Optional<Path> folder, Function<String, Optional<Started>> runs, Optional<SharedKeys> shared) {
        this.folder = folder;
        this.runs = runs;
        this.shared = shared;
    }

    /** Returns the run of a key as {@link io.litedrill.http.Actions#repeated} specifies. */
    public Optional<Started> repeated(IdempotencyKey key) {
        if (!open.add(key.name())) {
            throw new ProblemException(
                    Problem.CONFLICT, "A request with this Idempotency-Key is being answered. Send it again later");
        }
        boolean known = true;
        try {
            Optional<Started> run = read(key).flatMap(runs).or(() -> shared.flatMap(keys -> keys.run(key)));
            known = run.isPresent();
            return run;
        } finally {
            if (known) {
                open.remove(key.name());
            }
        }
    }

    private Optional<String> read(IdempotencyKey key) {
        Optional<JsonObject> stored = Optional.ofNullable(unwritten.get(key.name()))
                .or(() -> folder.map(place -> place.resolve(key.name() + END))
                        .filter(Files::exists)
                        .flatMap(RepeatedRequests::read));
        Optional<String> id = stored.flatMap(json -> json.text("id"));
        boolean other = stored.flatMap(json -> json.text("body"))
                .filter(body -> !body.equals(key.body()))
                .isPresent();
        if (other && id.flatMap(runs).isPresent()) {
            throw new ProblemException(
                    Problem.UNPROCESSABLE,
                    "This Idempotency-Key was sent with another body, and started " + id.orElseThrow()
                            + ". Use a new key for a new request");
        }
        return other ? Optional.empty() : id;
    }

    private static Optional<JsonObject> read(Path file) {
        try {
            return Optional.of(JsonObject.parse(RegularFiles.trusted(file, MOST_BYTES)));
        } catch (IOException | JsonException e) {
            LOG.warn("{}: a stored Idempotency-Key cannot be read ({})", file, e.getMessage());
            return Optional.empty();
        }
    }

    /** Stores the run of a key as {@link io.litedrill.http.Actions#begins} specifies. */
    public void begins(IdempotencyKey key, String runId) {
        shared.ifPresent(keys -> keys.claim(key, runId));
        JsonObject entry =
                JsonObject.with().put("id", runId).put("body", key.body()).build();
        folder.ifPresent(place -> {
            try {
                write(place, key.name(), entry);
            } catch (IOException e) {
                LOG.warn(
                        "{}: an Idempotency-Key cannot be stored ({}). If its request is repeated after a restart of"
                                + " Litedrill, it starts another run",
                        place,
                        e.toString());
                unwritten.put(key.name(), entry);
            }
        });
    }

    /** Ends the answer as {@link io.litedrill.http.Actions#answered} specifies. */
    public void answered(IdempotencyKey key, boolean refused) {
        shared.ifPresent(keys -> keys.answered(key, refused));
        if (refused) {
            unwritten.remove(key.name());
            folder.ifPresent(place -> delete(place.resolve(key.name() + END)));
        }
        open.remove(key.name());
    }

    private static void write(Path place, String name, JsonObject entry) throws IOException {
        PrivateFolder.ensure(place);
        Path draft = place.resolve(name + ".tmp");
        Files.deleteIfExists(draft);
        try (FileChannel channel = RegularFiles.create(draft)) {
            Channels.newOutputStream(channel).write(entry.compact().getBytes(StandardCharsets.UTF_8));
            channel.force(true);
        }
        Files.move(draft, place.resolve(name + END), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes the keys whose runs are not kept any more. While the history cannot be read, all keys stay. */
    public void prune() {
        folder.filter(Files::isDirectory).ifPresent(place -> {
            try (Stream<Path> files = Files.list(place)) {
                files.filter(file -> file.toString().endsWith(END))
                        .filter(file -> read(file)
                                .flatMap(json -> json.text("id"))
                                .flatMap(runs)
                                .isEmpty())
                        .forEach(RepeatedRequests::delete);
            } catch (IOException e) {
                LOG.warn("{}: stored Idempotency-Keys cannot be listed ({})", place, e.toString());
            } catch (ProblemException historyDown) {
                LOG.warn("{}: stored Idempotency-Keys stay ({})", place, historyDown.getMessage());
            }
        });
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{}: cannot be removed; remove it by hand", file, e);
        }
    }
}
