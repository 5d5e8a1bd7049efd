package io.litedrill.daemon;

import io.litedrill.history.HistoryException;
import io.litedrill.history.SharedStates;
import io.litedrill.http.Actions.Started;
import io.litedrill.http.IdempotencyKey;
import io.litedrill.http.Problem;
import io.litedrill.http.ProblemException;
import io.litedrill.json.JsonException;
import io.litedrill.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores which run each {@code Idempotency-Key} started, for all nodes of a cluster. While the history cannot be used,
 * each node has only its own keys: a restore must not wait for that.
 */
final class SharedKeys {
    private static final Logger LOG = LoggerFactory.getLogger(SharedKeys.class);
    /** How long a run that the history does not have may be active on another node. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final SharedStates states;
    private final Predicate<String> kept;
    private final InstantSource clock;
    private final Map<String, String> own = new ConcurrentHashMap<>();

    /**
     * Creates the store.
     *
     * @param kept returns whether the history has a run
     */
    SharedKeys(SharedStates states, Predicate<String> kept, InstantSource clock) {
        this.states = states;
        this.kept = kept;
        this.clock = clock;
    }

    /**
     * Returns the run that a key started on any node; empty for a key that is free.
     *
     * @throws ProblemException when the key was sent with another body
     */
    Optional<Started> run(IdempotencyKey key) {
        try {
            Optional<JsonObject> entry = states.read(name(key)).flatMap(this::used);
            if (entry.flatMap(json -> json.text("body"))
                    .filter(body -> !body.equals(key.body()))
                    .isPresent()) {
                throw new ProblemException(
                        Problem.UNPROCESSABLE,
                        "This Idempotency-Key was sent with another body. Use a new key for a new request");
            }
            return entry.flatMap(json -> json.text("id"))
                    .map(id -> new Started(id, false, CompletableFuture.completedStage(id)));
        } catch (HistoryException e) {
            LOG.warn("{} An Idempotency-Key is compared only with those of this node", e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Stores the run of a key.
     *
     * @throws ProblemException when another node has stored one meanwhile
     */
    void claim(IdempotencyKey key, String runId) {
        String entry = JsonObject.with()
                .put("id", runId)
                .put("body", key.body())
                .put("at", clock.instant())
                .build()
                .compact();
        try {
            states.change(name(key), before -> {
                if (before.flatMap(this::used).isPresent()) {
                    throw new ProblemException(
                            Problem.CONFLICT,
                            "A request with this Idempotency-Key is being answered by another node. Send it again"
                                    + " later");
                }
                return Optional.of(entry);
            });
            own.put(key.name(), entry);
        } catch (HistoryException e) {
            LOG.warn("{} If this request is repeated at another node, it starts another run", e.getMessage());
        }
    }

    /** Ends the answer to a request; frees its key if the request was refused. */
    void answered(IdempotencyKey key, boolean refused) {
        Optional<String> entry = Optional.ofNullable(own.remove(key.name()));
        try {
            entry.filter(claimed -> refused)
                    .ifPresent(mine -> states.change(name(key), before -> before.filter(text -> !text.equals(mine))));
        } catch (HistoryException e) {
            LOG.warn("{} An Idempotency-Key of a refused request stays in use for a day", e.getMessage());
        }
    }

    private static String name(IdempotencyKey key) {
        return "key\n" + key.name();
    }

    /** Returns an entry whose run is kept, or may be active. */
    private Optional<JsonObject> used(String text) {
        try {
            JsonObject entry = JsonObject.parse(text);
            Instant active = clock.instant().minus(LONGEST);
            boolean used = entry.time("at").filter(active::isBefore).isPresent()
                    || entry.text("id").filter(kept).isPresent();
            return used ? Optional.of(entry) : Optional.empty();
        } catch (JsonException e) {
            LOG.warn("a shared Idempotency-Key cannot be read ({})", e.getMessage());
            return Optional.empty();
        }
    }
}
