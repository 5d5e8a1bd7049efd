package io.litedrill.daemon;

import io.litedrill.http.ComponentState;
import io.litedrill.metrics.Monitor;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Records the result of the last reading of the configuration, for {@code /readyz} and the metrics. Safe for use by
 * several threads.
 */
public final class ConfigurationState {
    private final InstantSource clock;
    private volatile Reading last;

    /** Holds why the last reading failed, or is not in force yet, if so, and the time of the last success. */
    private record Reading(Optional<String> failure, Optional<String> waiting, Instant lastSuccess) {}

    /** Starts with a configuration that was just read. */
    public ConfigurationState(InstantSource clock) {
        this.clock = clock;
        this.last = new Reading(Optional.empty(), Optional.empty(), clock.instant());
    }

    /** Records that the configuration was read and is in force. */
    public void succeeded() {
        last = new Reading(Optional.empty(), Optional.empty(), clock.instant());
    }

    /**
     * Records that a configuration was read, but waits for the other nodes of the cluster.
     *
     * @param reason which node differs, and in which keys
     */
    public void waiting(String reason) {
        last = new Reading(Optional.empty(), Optional.of(reason), last.lastSuccess());
    }

    /**
     * Records that the configuration could not be used. The previous one stays in force.
     *
     * @param reason a line for each problem
     */
    public void failed(String reason) {
        last = new Reading(Optional.of(reason), Optional.empty(), last.lastSuccess());
    }

    public ComponentState component() {
        Reading reading = last;
        return reading.failure()
                .map(reason -> new ComponentState(
                        false,
                        "the configuration cannot be used, and the one read at " + reading.lastSuccess()
                                + " is in force: " + reason.replace("\n", "; ")
                                + ". Correct it and send SIGHUP"))
                .or(() -> reading.waiting()
                        .map(reason -> new ComponentState(
                                false,
                                "the configuration that was read is not in force yet: " + reason
                                        + ". Reload the same file on every node (SIGHUP)")))
                .orElse(ComponentState.READY);
    }

    public Monitor.Configuration metric() {
        Reading reading = last;
        return new Monitor.Configuration(reading.failure().isEmpty(), reading.lastSuccess());
    }
}
