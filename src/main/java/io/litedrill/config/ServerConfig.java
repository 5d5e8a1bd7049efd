package io.litedrill.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Holds the address of the daemon, its tokens and its folders.
 *
 * @param host name or address to listen on
 * @param port the port, 0 to 65535; 0 for any free one
 * @param tokens the tokens that authorize changes; empty: requests for changes are refused
 * @param metricsToken the token that /metrics requires; empty: no token is required
 * @param folders the folders, as absolute paths
 * @param history where results are stored, and for how long
 */
public record ServerConfig(
        String host,
        int port,
        List<TokenConfig> tokens,
        Optional<Secret> metricsToken,
        Folders folders,
        HistoryConfig history) {
    /** Copies the list. */
    public ServerConfig {
        tokens = List.copyOf(tokens);
    }

    /** Creates settings that require no token for /metrics and store the history in home. */
    public ServerConfig(String host, int port, List<TokenConfig> tokens, Folders folders) {
        this(host, port, tokens, Optional.empty(), folders, HistoryConfig.DEFAULT);
    }

    /**
     * Holds absolute folder paths. The folders may not exist yet.
     *
     * @param home the folder of the history
     * @param scratch the folder that drills restore to
     * @param restore the folder for restores requested over HTTP; empty: they are refused
     */
    public record Folders(Path home, Path scratch, Optional<Path> restore) {}
}
