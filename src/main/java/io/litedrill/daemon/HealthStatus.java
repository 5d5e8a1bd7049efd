package io.litedrill.daemon;

import io.litedrill.app.HistoryHandle;
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

    public HealthStatus(HistoryHandle past, ScratchFolder scratch, ConfigurationState configuration) {
        this.configuration = configuration;
        this.past = past;
        this.scratch = scratch;
    }

    /** Sets the scheduler to report on. It is created after the metrics, as its jobs require them. */
    public void ask(Scheduler running) {
        scheduler = Optional.of(running);
    }

    public Monitor monitor(String version) {
        return new Monitor(version, scratch::freeBytes, this::jobs, configuration::metric, this::historyMetric);
    }

    /** Returns the components that the daemon requires, with their states. */
    public Map<String, ComponentState> components() {
        Map<String, ComponentState> components = new LinkedHashMap<>();
        components.put("history", history());
        components.put("scheduler", scheduler());
        components.put("scratch", scratch.state());
        components.put("configuration", configuration.component());
        return components;
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

    private boolean running() {
        return scheduler.map(Scheduler::isRunning).orElse(false);
    }

    private Map<String, Integer> jobs() {
        Map<JobState, Integer> jobs = scheduler.map(Scheduler::jobs).orElse(Map.of());
        return jobs.entrySet().stream()
                .collect(Collectors.toMap(job -> job.getKey().wire(), Map.Entry::getValue));
    }
}
