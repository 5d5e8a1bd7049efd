package io.litedrill.metrics;

import io.litedrill.check.CheckResult;
import io.litedrill.check.Objectives;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.ResultSink;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.ScrubResult;
import io.litedrill.recover.RestoreReport;
import io.litedrill.storage.StorageListener;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Results as metrics for Prometheus: docs/metrics.md lists them. Only replicas that are registered have series; results of
 * others are ignored, so that a check that was under way when its database left does not bring it back. Safe for use by
 * several threads: a scrape sees all of a result, or nothing of it.
 */
public final class Metrics implements AutoCloseable {
    /** Micrometer adds a maximum that forgets within minutes; of a drill a day it would say 0, which is not so. */
    private static final Pattern RECENT_MAX =
            Pattern.compile("^(# (HELP|TYPE) )?" + Family.DRILL_DURATION.metric() + "_max[ {].*\n", Pattern.MULTILINE);

    private static final Set<String> ILL_NAMED = Set.of("process.cpu.time", "system.cpu.count");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MonitorMeters monitor;
    private final Map<ReplicaId, Replica> replicas = new HashMap<>();

    /** Metrics without replicas yet, with those of the Java virtual machine and the process. */
    public Metrics(Monitor monitor) {
        registry.config().namingConvention(new OwnNames());
        // their names break Prometheus' own rules, and what they say is told by others
        registry.config().meterFilter(MeterFilter.deny(id -> ILL_NAMED.contains(id.getName())));
        this.monitor = new MonitorMeters(registry, monitor);
    }

    /**
     * Counts from 0 for a replica that is new, and shows what is promised of it.
     *
     * @param checkInterval how often it is to be checked
     */
    public synchronized void register(ReplicaId id, Objectives objectives, Duration checkInterval) {
        replicas.computeIfAbsent(id, this::replica).state.promise(objectives, checkInterval);
    }

    /** Shows what happened to a registered replica before the start, or in another process. Nothing is counted. */
    public synchronized void reload(ReplicaId id, PastEvents remembered) {
        with(id, replica -> replica.state.reload(remembered));
    }

    /** Shows a real restore of a registered replica that another process ran. Nothing is counted. */
    public synchronized void reload(ReplicaId id, RestoreReport report) {
        with(id, replica -> replica.state.restore(report));
    }

    /** Removes every series of the replicas that are not among these. */
    public synchronized void retain(Set<ReplicaId> ids) {
        replicas.entrySet().removeIf(entry -> {
            boolean gone = !ids.contains(entry.getKey());
            if (gone) {
                entry.getValue().state.clear();
                entry.getValue().work.clear();
            }
            return gone;
        });
    }

    /** Shows and counts checks. */
    public ResultSink<CheckResult> checks() {
        return this::check;
    }

    /** Shows and counts drills. */
    public ResultSink<DrillResult> drills() {
        return this::drill;
    }

    /** Shows what scrubs found. */
    public ResultSink<ScrubResult> scrubs() {
        return this::scrub;
    }

    /** Shows and counts real restores. */
    public ResultSink<RestoreReport> restores() {
        return this::restore;
    }

    /** Counts the requests to the store of a replica; of one that is not registered, nothing. */
    public synchronized StorageListener storage(ReplicaId id) {
        return Optional.ofNullable(replicas.get(id))
                .<StorageListener>map(replica -> replica.work)
                .orElse(StorageListener.NONE);
    }

    /**
     * All metrics, in the format that the client likes best: the Prometheus text format 0.0.4, or OpenMetrics 1.0.
     *
     * @param accept the HTTP header {@code Accept}; empty when there is none
     */
    public synchronized Exposition scrape(String accept) {
        monitor.refresh();
        String contentType = Exposition.contentType(accept);
        return new Exposition(
                contentType, RECENT_MAX.matcher(registry.scrape(contentType)).replaceAll(""));
    }

    @Override
    public void close() {
        monitor.close();
        registry.close();
    }

    private synchronized void check(CheckResult result) {
        with(result.id(), replica -> {
            replica.work.check(result);
            replica.state.check(result);
        });
    }

    private synchronized void drill(DrillResult result) {
        with(result.id(), replica -> {
            replica.work.drill(result);
            replica.state.drill(result);
        });
    }

    private synchronized void scrub(ScrubResult result) {
        with(result.id(), replica -> replica.state.scrub(result));
    }

    private synchronized void restore(RestoreReport report) {
        with(report.id(), replica -> {
            replica.work.restore(report);
            replica.state.restore(report);
        });
    }

    private void with(ReplicaId id, Consumer<Replica> action) {
        Optional.ofNullable(replicas.get(id)).ifPresent(action);
    }

    private Replica replica(ReplicaId id) {
        Tags shared = Labels.of(id);
        return new Replica(new StateMeters(new Gauges(registry, shared)), new WorkMeters(registry, shared));
    }

    /** The meters of one replica. */
    private record Replica(StateMeters state, WorkMeters work) {}
}
