package io.litedrill.daemon;

import io.litedrill.app.HistoryHandle;
import io.litedrill.history.History;
import io.litedrill.http.ComponentState;
import io.litedrill.metrics.Monitor;
import io.litedrill.schedule.JobState;
import io.litedrill.schedule.Scheduler;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** How the daemon itself is doing, for {@code /readyz} and its own metrics. Asked from any thread, at any time. */
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

    /** From now on this scheduler is asked. It comes later than the metrics, as its jobs need them. */
    public void ask(Scheduler running) {
        scheduler = Optional.of(running);
    }

    public Monitor monitor(String version) {
        return new Monitor(version, scratch::freeBytes, this::jobs, configuration::metric);
    }

    /** What must be ready for the daemon to do its work. */
    public Map<String, ComponentState> components() {
        Map<String, ComponentState> components = new LinkedHashMap<>();
        components.put("history", history());
        components.put("scheduler", scheduler());
        components.put("scratch", scratch.state());
        components.put("configuration", configuration.component());
        return components;
    }

    private ComponentState history() {
        return past.history()
                .map(History::trouble)
                .orElse(Optional.of("cannot be opened, so what is found is forgotten at the end; the log says why"))
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
