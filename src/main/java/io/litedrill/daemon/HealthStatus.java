package io.litedrill.daemon;

import io.litedrill.app.HistoryHandle;
import io.litedrill.cluster.Membership;
import io.litedrill.cluster.MembershipState;
import io.litedrill.history.HistoryStore;
import io.litedrill.http.ComponentState;
import io.litedrill.metrics.Monitor;
import io.litedrill.schedule.JobState;
import io.litedrill.schedule.Scheduler;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * Reports the health of the daemon itself, for {@code /readyz} and its own metrics. Safe for use by several threads.
 */
public final class HealthStatus {
    private static final ComponentState NOT_STARTED = new ComponentState(false, "not started, or shutting down");

    private static final int NAMED = 5;

    private final HistoryHandle past;
    private final ScratchFolder scratch;
    private final ConfigurationState configuration;
    private volatile Optional<Scheduler> scheduler = Optional.empty();
    private volatile Optional<Membership> membership = Optional.empty();

    public HealthStatus(HistoryHandle past, ScratchFolder scratch, ConfigurationState configuration) {
        this.configuration = configuration;
        this.past = past;
        this.scratch = scratch;
    }

    /** Sets the scheduler to report on. It is created after the metrics, as its jobs require them. */
    public void ask(Scheduler running) {
        scheduler = Optional.of(running);
    }

    /** Sets the cluster to report on. */
    public void ask(Membership cluster) {
        membership = Optional.of(cluster);
    }

    public Monitor monitor(String version) {
        return new Monitor(
                version,
                scratch::freeBytes,
                this::jobs,
                configuration::metric,
                this::historyMetric,
                this::clusterMetric);
    }

    /** Returns the components that the daemon requires, with their states. */
    public Map<String, ComponentState> components() {
        Map<String, ComponentState> components = new LinkedHashMap<>();
        components.put("history", history());
        components.put("scheduler", scheduler());
        components.put("scratch", scratch.state());
        components.put("configuration", configuration.component());
        membership.ifPresent(cluster -> components.put("cluster", cluster(cluster)));
        return components;
    }

    private Optional<Monitor.Cluster> clusterMetric() {
        return membership.map(cluster -> new Monitor.Cluster(
                cluster.clock().ahead(),
                cluster.state() instanceof MembershipState.Member member
                        ? member.nodes().size()
                        : 1));
    }

    private Monitor.History historyMetric() {
        return past.history()
                .map(HistoryStore::status)
                .map(status -> new Monitor.History(status.available(), status.pending(), status.lost()))
                .orElse(Monitor.History.NONE);
    }

    private ComponentState history() {
        return past.history()
                .map(HistoryStore::trouble)
                .orElse(Optional.of("cannot be opened, so results are lost when the daemon ends; see the log"))
                .map(why -> new ComponentState(false, why))
                .orElse(ComponentState.READY);
    }

    private ComponentState scheduler() {
        return running() ? checks(scheduler.orElseThrow().missedChecks()) : NOT_STARTED;
    }

    private static ComponentState checks(SortedSet<String> missed) {
        if (missed.isEmpty()) {
            return ComponentState.READY;
        }
        String names = missed.stream().limit(NAMED).collect(Collectors.joining(", "));
        String more = missed.size() > NAMED ? " and " + (missed.size() - NAMED) + " more" : "";
        return new ComponentState(false, "no check was started for three intervals of " + names + more);
    }

    private static ComponentState cluster(Membership cluster) {
        MembershipState state = cluster.state();
        if (state instanceof MembershipState.Joining) {
            return new ComponentState(false, "the database of the cluster was not reached yet");
        }
        if (state instanceof MembershipState.Alone alone) {
            return new ComponentState(
                    false,
                    "the database of the cluster cannot be reached, so this node works without the others: "
                            + alone.reason());
        }
        if (state instanceof MembershipState.Refused refused) {
            return new ComponentState(false, refused.reason());
        }
        return cluster.clock()
                .problem()
                .map(why -> new ComponentState(false, why))
                .orElse(ComponentState.READY);
    }

    private boolean running() {
        return scheduler.map(Scheduler::isRunning).orElse(false);
    }

    private Map<String, Integer> jobs() {
        Map<JobState, Integer> jobs = scheduler.map(Scheduler::jobs).orElse(Map.of());
        return jobs.entrySet().stream()
                .collect(Collectors.toMap(job -> job.getKey().wire(), Map.Entry::getValue));
    }
}
