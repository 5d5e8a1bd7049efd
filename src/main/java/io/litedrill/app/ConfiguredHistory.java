package io.litedrill.app;

import io.litedrill.config.HistoryConfig;
import io.litedrill.config.ServerConfig;
import io.litedrill.history.HistoryException;
import io.litedrill.history.HistoryStore;
import io.litedrill.history.PostgresHistory;
import io.litedrill.history.Retention;
import io.litedrill.history.SqliteHistory;
import java.time.Duration;
import java.time.InstantSource;

/** Opens the history that a configuration names. */
final class ConfiguredHistory {
    private ConfiguredHistory() {}

    /**
     * Opens the history.
     *
     * @throws HistoryException when it cannot be opened
     */
    static HistoryStore open(ServerConfig server, InstantSource clock) {
        HistoryConfig config = server.history();
        Retention retention = new Retention(shorter(Retention.DEFAULT.checks(), config.keep()), config.keep());
        return config.database()
                .map(database -> PostgresHistory.open(database, retention, clock, NodeName.of(server)))
                .orElseGet(() -> SqliteHistory.open(server.folders().home(), retention, clock));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
