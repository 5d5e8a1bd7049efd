package io.litedrill.http;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the API listens and what it lets through.
 *
 * @param host name or address to listen on
 * @param port 0 to 65535; 0 takes one that is free
 * @param tokens one of which a request that changes something must bring; empty: no such request is answered
 * @param metricsToken what a request for /metrics must bring, on loopback too; empty: anybody may read them
 * @param restoreFolder below which restores may be written; empty: none may be
 */
public record ApiSettings(
        String host,
        int port,
        List<BearerToken> tokens,
        Optional<BearerToken> metricsToken,
        Optional<Path> restoreFolder) {
    /** The port, unless the owner names another. */
    public static final int DEFAULT_PORT = 8377;

    /** Loopback, without a token and without a folder for restores: for looking only. */
    public static final ApiSettings DEFAULTS = new ApiSettings("127.0.0.1", DEFAULT_PORT, List.of(), Optional.empty());

    /** With metrics that anybody may read. */
    public ApiSettings(String host, int port, List<BearerToken> tokens, Optional<Path> restoreFolder) {
        this(host, port, tokens, Optional.empty(), restoreFolder);
    }

    /**
     * Checks the range, and copies the list.
     *
     * @throws IllegalArgumentException when there is no such port
     */
    public ApiSettings {
        tokens = List.copyOf(tokens);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: 0 to 65535. Found: " + port);
        }
    }
}
