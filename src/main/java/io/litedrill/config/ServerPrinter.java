package io.litedrill.config;

import io.litedrill.history.PostgresSettings;
import io.litedrill.http.ApiSettings;
import io.litedrill.http.BearerToken;
import io.litedrill.schedule.SchedulerSettings;
import java.util.Optional;

/** Prints the settings of the daemon. Secrets are hidden. */
final class ServerPrinter {
    private final ConfigTree out;

    ServerPrinter(ConfigTree out) {
        this.out = out;
    }

    void limits(Config config) {
        Optional<Integer> drills = Optional.of(config.server().cluster().drills())
                .filter(limit -> limit != ClusterConfig.DEFAULT.drills());
        if (config.bytesPerSecond().isPresent() || drills.isPresent()) {
            out.block("limits", () -> {
                out.value("bytes_per_second", config.bytesPerSecond().map(ByteCount::format));
                out.value("cluster_drills", drills);
            });
        }
    }

    void print(ServerConfig server) {
        ApiSettings api = server.api();
        String host = api.host().contains(":") ? "[" + api.host() + "]" : api.host();
        out.value("listen", host + ":" + api.port());
        out.list("tokens", api.tokens(), this::token);
        out.value("metrics_token", api.metricsToken().map(token -> Secret.HIDDEN));
        out.value("home", server.folders().home());
        out.value("scratch", server.folders().scratch());
        out.value("node", server.cluster().node());
        out.value("restore_folder", api.restoreFolder());
        api.tls()
                .ifPresent(tls -> out.block("tls", () -> {
                    out.value("certificate_file", tls.certificate());
                    out.value("key_file", tls.key());
                }));
        out.block("history", () -> history(server.history()));
        limits(server.limits());
    }

    private void history(HistoryConfig history) {
        out.value("url", history.shownUrl());
        out.value("user", history.database().flatMap(PostgresSettings::user));
        out.value(
                "password",
                history.database().flatMap(PostgresSettings::password).map(password -> Secret.HIDDEN));
        out.value("keep", history.keep());
    }

    private void token(BearerToken token) {
        out.value("name", token.name());
        out.value("role", token.role().wire());
        if (token.configuredHash().isPresent()) {
            out.value("token_sha256", token.configuredHash());
        } else {
            out.value("token", Secret.HIDDEN);
        }
    }

    private void limits(SchedulerSettings limits) {
        out.block("check", () -> {
            out.value("timeout", limits.checkLimit());
            out.value("parallel", limits.checkThreads());
        });
        out.block("drill", () -> {
            out.value("timeout", limits.drillLimit());
            out.value("parallel", limits.parallelDrills());
        });
    }
}
