package io.litedrill.daemon;

import io.litedrill.cluster.Membership;
import io.litedrill.http.Views.Progress;
import io.litedrill.http.Views.RunView;
import io.litedrill.json.JsonException;
import io.litedrill.json.JsonObject;
import io.litedrill.schedule.ActiveRun;
import io.litedrill.schedule.JobKind;
import io.litedrill.schedule.JobState;
import io.litedrill.schedule.Scheduler;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the runs that are queued or running: those of this node, and those that the other nodes of a cluster published
 * with their last heartbeats.
 */
final class ActiveJobs {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveJobs.class);
    private static final String RUNS = "runs";
    private static final String DATABASE = "database";
    private static final double MILLIS = 1000;
    /** Each heartbeat contains them all. */
    private static final int PUBLISHED = 200;

    private final Catalogue catalogue;
    private final Scheduler scheduler;
    private final Function<String, Optional<Progress>> progress;
    private final Optional<String> node;
    private final Optional<Membership> cluster;

    /**
     * Creates the view.
     *
     * @param progress returns the progress of an active drill, scrub or restore of this node by its run id
     * @param node the name of this node; empty without a cluster
     */
    ActiveJobs(
            Catalogue catalogue,
            Scheduler scheduler,
            Function<String, Optional<Progress>> progress,
            Optional<String> node,
            Optional<Membership> cluster) {
        this.catalogue = catalogue;
        this.scheduler = scheduler;
        this.progress = progress;
        this.node = node;
        this.cluster = cluster;
    }

    /** Returns the runs of a database as JSON, those with the earliest request first. */
    List<JsonObject> of(String database) {
        return Stream.concat(own(), others())
                .filter(run -> run.text(DATABASE).equals(Optional.of(database)))
                .sorted(Comparator.comparing(run -> run.time("since").orElse(Instant.MIN)))
                .toList();
    }

    /** Returns the progress of a run of this node; empty when it does not run. */
    Optional<Progress> progress(String id) {
        return progress.apply(id);
    }

    /** Finds a run of another node. */
    Optional<RunView> elsewhere(JobKind kind, String id) {
        return others().filter(run -> run.text("id").equals(Optional.of(id))
                        && run.text("kind").equals(Optional.of(name(kind))))
                .findFirst()
                .map(run -> new RunView(
                        id, run.text(DATABASE).orElse("-"), false, Optional.empty(), Optional.of(progress(run))));
    }

    /** Returns the text that the other nodes read. */
    String published() {
        try {
            return "{\"" + RUNS + "\":"
                    + JsonObject.compact(own().limit(PUBLISHED).toList()) + "}";
        } catch (RuntimeException e) {
            // a node without heartbeats would count as dead
            LOG.error("the runs of this node cannot be shown by other nodes", e);
            return "";
        }
    }

    private Stream<JsonObject> own() {
        return scheduler.running().stream().map(this::json);
    }

    private Stream<JsonObject> others() {
        Map<String, String> published = cluster.map(Membership::runsOfOthers).orElse(Map.of());
        return published.entrySet().stream().flatMap(each -> read(each.getKey(), each.getValue()));
    }

    private static Stream<JsonObject> read(String node, String text) {
        if (text.isEmpty()) {
            return Stream.empty();
        }
        try {
            return JsonObject.parse(text).objects(RUNS).stream().flatMap(List::stream);
        } catch (JsonException e) {
            LOG.debug("the runs of node {} cannot be read by this version", node, e);
            return Stream.empty();
        }
    }

    private JsonObject json(ActiveRun run) {
        Optional<Progress> known = progress.apply(run.id());
        JsonObject json = JsonObject.with()
                .put("kind", name(run.kind()))
                .put("id", run.id())
                .put(DATABASE, catalogue.databaseOf(run.database()))
                .put(
                        "replica",
                        catalogue.ofJob(run.database()).map(each -> each.id().replica()))
                .put("state", run.state() == JobState.QUEUED ? "queued" : "running")
                .put("since", run.since())
                .put("phase", known.map(Progress::phase))
                .put("bytes", known.map(Progress::bytes))
                .put("bytes_total", known.flatMap(Progress::bytesTotal))
                .put("pages", known.flatMap(Progress::pages))
                .put("seconds_left", known.flatMap(Progress::left))
                .build();
        return node.map(name -> JsonObject.with().putAll(json).put("node", name).build())
                .orElse(json);
    }

    private static String name(JobKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static Progress progress(JsonObject run) {
        return new Progress(
                run.text("phase").orElse("queued"),
                run.integer("bytes").orElse(0L),
                run.integer("bytes_total"),
                run.integer("pages"),
                run.number("seconds_left")
                        .map(BigDecimal::doubleValue)
                        .map(seconds -> Duration.ofMillis(Math.round(seconds * MILLIS))));
    }
}
