package io.litedrill.daemon;

import io.litedrill.app.MonitoredReplica;

/** Loads the history of the replicas in the catalogue again. */
record HistoryReload(Catalogue catalogue, HistorySync history) implements ResultFollower.Reload {
    @Override
    public void all() {
        catalogue.replicas().map(MonitoredReplica::id).forEach(history::of);
    }

    @Override
    public void missing() {
        history.missing();
    }
}
