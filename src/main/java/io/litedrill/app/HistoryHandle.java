package io.litedrill.app;

import io.litedrill.check.CheckResult;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.config.ServerConfig;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.DrilledState;
import io.litedrill.drill.ScrubResult;
import io.litedrill.history.HistoryException;
import io.litedrill.history.HistoryStore;
import io.litedrill.lease.Leases;
import io.litedrill.notify.SentStates;
import io.litedrill.recover.RestoreReport;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Opens the history when it is first used. When it cannot be opened, a warning is given and nothing is stored. */
public final class HistoryHandle implements AutoCloseable {
    private final Optional<Path> home;
    private final boolean shared;
    private final Optional<Supplier<HistoryStore>> opener;
    private final Consumer<String> warnings;
    private Optional<HistoryStore> history = Optional.empty();
    private boolean tried;

    private HistoryHandle(
            Optional<Path> home, boolean shared, Optional<Supplier<HistoryStore>> opener, Consumer<String> warnings) {
        this.home = home;
        this.shared = shared;
        this.opener = opener;
        this.warnings = warnings;
    }

    /** Creates a handle to the history of a configuration; opens nothing yet. */
    static HistoryHandle of(ServerConfig server, InstantSource clock, Consumer<String> warnings) {
        return new HistoryHandle(
                Optional.of(server.folders().home()),
                server.history().database().isPresent(),
                Optional.of(() -> ConfiguredHistory.open(server, clock)),
                warnings);
    }

    /** Creates a handle without a history, for a replica given by URL. */
    static HistoryHandle none() {
        return new HistoryHandle(Optional.empty(), false, Optional.empty(), text -> {});
    }

    /** Returns the home folder; empty when there is no history. */
    public Optional<Path> home() {
        return home;
    }

    /** Returns whether a daemon runs that uses this history. */
    DaemonLock.Presence daemon() {
        return DaemonLock.of(home, shared);
    }

    /** Returns the history; empty when there is no history or it cannot be opened. */
    public synchronized Optional<HistoryStore> history() {
        if (!tried) {
            tried = true;
            history = opener.flatMap(this::open);
        }
        return history;
    }

    private Optional<HistoryStore> open(Supplier<HistoryStore> store) {
        try {
            return Optional.of(store.get());
        } catch (HistoryException e) {
            warnings.accept(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Returns what the engines use of earlier runs. */
    public ReplicaHistory memory() {
        return history().map(HistoryStore::replicas).orElse(ReplicaHistory.NONE);
    }

    /** Returns which problems were reported: in the home folder, or for all nodes of a cluster in the history. */
    SentStates sentStates() {
        return shared ? SentStates.in(this::change) : SentStates.in(home);
    }

    private void change(String name, UnaryOperator<Optional<String>> change) {
        history()
                .flatMap(HistoryStore::states)
                .orElseThrow(() -> new HistoryException("the history cannot be opened"))
                .change(name, change);
    }

    /** Returns the name of this process for other nodes and for people. */
    String process() {
        String pid = "process " + ProcessHandle.current().pid();
        return history()
                .flatMap(HistoryStore::node)
                .map(node -> "node " + node + ", " + pid)
                .orElse(pid);
    }

    /** Returns the rights that processes with this history share. */
    public Leases leases() {
        return history().map(HistoryStore::leases).orElse(Leases.LOCAL);
    }

    /** Returns whether the replica has ever held a file, by the history; false without a history. */
    public boolean everHeld(ReplicaId id) {
        return history().map(open -> open.everHeld(id)).orElse(false);
    }

    /** Returns the states of a database whose rows were counted by drills. */
    public List<DrilledState> drilled(String database) {
        return history().map(open -> open.drilled(database)).orElse(List.of());
    }

    public void keep(CheckResult result) {
        history().ifPresent(kept -> kept.checks().accept(result));
    }

    public void keep(DrillResult result) {
        history().ifPresent(kept -> kept.drills().accept(result));
    }

    public void keep(ScrubResult result) {
        history().ifPresent(kept -> kept.scrubs().accept(result));
    }

    public void keep(RestoreReport report) {
        history().ifPresent(kept -> kept.restores().accept(report));
    }

    @Override
    public synchronized void close() {
        history.ifPresent(HistoryStore::close);
        history = Optional.empty();
    }
}
