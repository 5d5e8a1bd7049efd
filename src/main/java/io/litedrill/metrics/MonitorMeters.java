package io.litedrill.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exports metrics about Litedrill itself, and about its virtual machine and process. Not safe for use by several
 * threads.
 */
final class MonitorMeters implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MonitorMeters.class);

    private final Gauges gauges;
    private final Monitor monitor;
    private final JvmGcMetrics gc = new JvmGcMetrics();

    MonitorMeters(MeterRegistry registry, Monitor monitor) {
        this.gauges = new Gauges(registry);
        this.monitor = monitor;
        Tags build =
                Tags.of("version", monitor.version(), "java", Runtime.version().toString());
        gauges.replace(Family.BUILD_INFO, Map.of(build, 1));
        gc.bindTo(registry);
        List.of(
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ClassLoaderMetrics(),
                        new ProcessorMetrics(),
                        new UptimeMetrics(),
                        new FileDescriptorMetrics())
                .forEach(binder -> binder.bindTo(registry));
    }

    /** Reads the suppliers. */
    void refresh() {
        OptionalLong free =
                ask("free scratch space", monitor.scratchFreeBytes()).orElse(OptionalLong.empty());
        gauges.set(Family.SCRATCH_FREE, free.isPresent() ? Optional.of(free.getAsLong()) : Optional.empty());
        configuration();
        history();
        Optional<Monitor.Cluster> cluster = ask("cluster", monitor.cluster()).flatMap(each -> each);
        gauges.set(Family.CLUSTER_CLOCK, cluster.map(each -> each.clockAhead().toMillis() / 1e3));
        gauges.set(Family.NODES, cluster.map(Monitor.Cluster::nodes));
        Map<String, Integer> jobs =
                ask("jobs of the scheduler", monitor.schedulerJobs()).orElse(Map.of());
        gauges.replace(
                Family.SCHEDULER_JOBS,
                jobs.entrySet().stream()
                        .collect(Collectors.toMap(job -> Tags.of("state", job.getKey()), Map.Entry::getValue)));
    }

    /** Sets whether this node is the leader of its cluster. */
    void leader(String cluster, boolean leads) {
        gauges.replace(Family.LEADER, Map.of(Tags.of("cluster", cluster), leads ? 1 : 0));
    }

    private void configuration() {
        Optional<Monitor.Configuration> configuration = ask("configuration", monitor.configuration());
        gauges.set(Family.CONFIG_SUCCESSFUL, configuration.map(each -> each.successful() ? 1 : 0));
        gauges.set(
                Family.CONFIG_READ, configuration.map(each -> each.lastSuccess().toEpochMilli() / 1e3));
    }

    private void history() {
        Optional<Monitor.History> history = ask("history", monitor.history());
        gauges.set(Family.HISTORY_UP, history.map(each -> each.available() ? 1 : 0));
        gauges.set(Family.HISTORY_PENDING, history.map(Monitor.History::pending));
        gauges.set(Family.HISTORY_LOST, history.map(Monitor.History::lost));
    }

    @Override
    public void close() {
        gc.close();
    }

    private static <T> Optional<T> ask(String what, Supplier<T> supplier) {
        try {
            return Optional.of(supplier.get());
        } catch (RuntimeException e) {
            LOG.debug("No metric of the {}", what, e);
            return Optional.empty();
        }
    }
}
