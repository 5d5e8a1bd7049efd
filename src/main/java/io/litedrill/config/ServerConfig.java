package io.litedrill.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the daemon listens, and where it keeps things.
 *
 * @param host name or address to listen on
 * @param port 0 to 65535; 0 for any that is free
 * @param tokens one of which a request that changes something must bring; empty: no such request is answered
 * @param metricsToken what a request for /metrics must bring; empty: anybody may read them
 * @param folders absolute paths
 */
public record ServerConfig(
        String host, int port, List<TokenConfig> tokens, Optional<Secret> metricsToken, Folders folders) {
    /** Copies the list. */
    public ServerConfig {
        tokens = List.copyOf(tokens);
    }

    /** With metrics that anybody may read. */
    public ServerConfig(String host, int port, List<TokenConfig> tokens, Folders folders) {
        this(host, port, tokens, Optional.empty(), folders);
    }

    /**
     * Folders, all absolute. None need exist yet.
     *
     * @param home where the history is kept
     * @param scratch where drills restore to
     * @param restore where requests over HTTP may restore to; empty: they are refused
     */
    public record Folders(Path home, Path scratch, Optional<Path> restore) {}
}
