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
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Exports results as Prometheus metrics, which docs/metrics.md lists. Only registered replicas have series. Results of
 * other replicas are ignored, so that a check that ends after its database was removed does not restore the series.
 * Safe for use by several threads: a scrape contains all of a result or nothing of it.
 */
public final class Metrics implements AutoCloseable {
    private static final Set<String> ILL_NAMED = Set.of("process.cpu.time", "system.cpu.count");
    private static final Comparator<ReplicaId> BY_NAME =
            Comparator.comparing(ReplicaId::database).thenComparing(ReplicaId::replica);

    private final PrometheusMeterRegistry registry = registry();
    private final Optional<ClusterView> cluster;
    private final MonitorMeters monitor;
    private final Map<ReplicaId, Replica> replicas = new TreeMap<>(BY_NAME);

    /** Creates metrics without replicas, with those of the Java virtual machine and the process. */
    public Metrics(Monitor monitor) {
        this(monitor, Optional.empty());
    }

    /**
     * Creates metrics as the other constructor does, for a node of a cluster. Only the leader exports the state of the
     * replicas. Each node exports the work that it has done itself.
     */
    public Metrics(Monitor monitor, Optional<ClusterView> cluster) {
        this.cluster = cluster;
        this.monitor = new MonitorMeters(registry, monitor);
    }

    private static PrometheusMeterRegistry registry() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.config().namingConvention(new OwnNames());
        // their names violate the Prometheus naming rules, and other metrics contain the same values
        registry.config().meterFilter(MeterFilter.deny(id -> ILL_NAMED.contains(id.getName())));
        return registry;
    }

    /**
     * Registers a replica: counts from 0 if it is new, and exports its objectives.
     *
     * @param checkInterval the time between its checks
     */
    public synchronized void register(ReplicaId id, Objectives objectives, Duration checkInterval) {
        replicas.computeIfAbsent(id, unknown -> new Replica()).state.promise(objectives, checkInterval);
    }

    /** Exports past events of a registered replica, from before the start or from another process. Counts nothing. */
    public synchronized void reload(ReplicaId id, PastEvents remembered) {
        with(id, replica -> replica.state.reload(remembered));
    }

    /** Exports a check by another process. Counts nothing. */
    public synchronized void reload(CheckResult result) {
        with(result.id(), replica -> replica.state.check(result));
    }

    /** Exports a drill by another process. Counts nothing. */
    public synchronized void reload(DrillResult result) {
        with(result.id(), replica -> replica.state.drill(result));
    }

    /** Exports a scrub by another process. Counts nothing. */
    public synchronized void reload(ScrubResult result) {
        with(result.id(), replica -> replica.state.lateScrub(result));
    }

    /** Exports a real restore of a registered replica by another process. Counts nothing. */
    public synchronized void reload(ReplicaId id, RestoreReport report) {
        with(id, replica -> replica.state.lateRestore(report));
    }

    /** Exports who requested the last restore of a registered replica. Counts nothing. */
    public synchronized void reloadOrigin(ReplicaId id, RestoreReport report) {
        with(id, replica -> replica.state.origin(report));
    }

    /** Removes every series of replicas that are not in the set. */
    public synchronized void retain(Set<ReplicaId> ids) {
        replicas.keySet().retainAll(ids);
    }

    /** Returns a sink that exports and counts checks. */
    public ResultSink<CheckResult> checks() {
        return this::check;
    }

    /** Returns a sink that exports and counts drills. */
    public ResultSink<DrillResult> drills() {
        return this::drill;
    }

    /** Returns a sink that exports scrubs. */
    public ResultSink<ScrubResult> scrubs() {
        return this::scrub;
    }

    /** Returns a sink that exports and counts real restores. */
    public ResultSink<RestoreReport> restores() {
        return this::restore;
    }

    /** Counts the requests to the store of a replica; ignores replicas that are not registered. */
    public synchronized StorageListener storage(ReplicaId id) {
        return Optional.ofNullable(replicas.get(id))
                .<StorageListener>map(replica -> replica.work)
                .orElse(StorageListener.NONE);
    }

    /**
     * Returns all metrics in the format that the client prefers: the Prometheus text format 0.0.4, or OpenMetrics 1.0.
     *
     * @param accept the HTTP header {@code Accept}; empty without one
     */
    public Exposition scrape(String accept) {
        String contentType = Exposition.contentType(accept);
        return new Exposition(contentType, out -> write(contentType, out));
    }

    private void write(String contentType, OutputStream out) throws IOException {
        boolean leads = cluster.map(view -> view.leader().getAsBoolean()).orElse(false);
        Tags ofState = cluster.map(view -> Tags.of("cluster", view.name())).orElse(Tags.empty());
        new ReplicaText(values(leads || cluster.isEmpty()), ofState, contentType.equals(Exposition.OPEN_METRICS))
                .writeTo(out);
        // last: the library writes the end of the exposition
        Exposition.write(contentType, ofProcess(leads), out);
    }

    /** Returns the series of the process. Checks do not wait for what a supplier reads. */
    private MetricSnapshots ofProcess(boolean leads) {
        synchronized (monitor) {
            monitor.refresh();
            cluster.ifPresent(view -> monitor.leader(view.name(), leads));
            return registry.getPrometheusRegistry().scrape();
        }
    }

    private synchronized List<ReplicaText.Values> values(boolean withState) {
        return replicas.entrySet().stream()
                .map(entry -> entry.getValue().values(entry.getKey(), withState))
                .toList();
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

    /** Holds the meters of one replica. */
    private record Replica(StateMeters state, WorkMeters work) {
        Replica() {
            this(new StateMeters(), new WorkMeters());
        }

        ReplicaText.Values values(ReplicaId id, boolean withState) {
            return new ReplicaText.Values(id, withState ? state.gauges() : Map.of(), work.counts(), work.lengths());
        }
    }
}
