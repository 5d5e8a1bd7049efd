package io.litedrill.http;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Holds the address of the API and its access rules.
 *
 * @param host name or address to listen on
 * @param port 0 to 65535; 0 for any free port
 * @param tokens the tokens that authorize changes; empty: requests for changes are refused
 * @param metricsToken the token that /metrics requires, on loopback too; empty: no token is required
 * @param restoreFolder the folder for restored files; empty: restores to files are refused
 * @param tls the certificate and key; empty: HTTP without encryption
 */
public record ApiSettings(
        String host,
        int port,
        List<BearerToken> tokens,
        Optional<BearerToken> metricsToken,
        Optional<Path> restoreFolder,
        Optional<TlsFiles> tls) {
    /** The default port. */
    public static final int DEFAULT_PORT = 8377;

    /** The defaults: loopback, without a token and without a folder for restores; read-only. */
    public static final ApiSettings DEFAULTS = new ApiSettings("127.0.0.1", DEFAULT_PORT, List.of(), Optional.empty());

    /** Creates settings that require no token for /metrics. */
    public ApiSettings(String host, int port, List<BearerToken> tokens, Optional<Path> restoreFolder) {
        this(host, port, tokens, Optional.empty(), restoreFolder, Optional.empty());
    }

    /** Returns the scheme of the addresses that the server answers: {@code http} or {@code https}. */
    public String scheme() {
        return tls.isPresent() ? "https" : "http";
    }

    /**
     * Validates the port, and copies the list.
     *
     * @throws IllegalArgumentException for an invalid port
     */
    public ApiSettings {
        tokens = List.copyOf(tokens);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: 0 to 65535. Found: " + port);
        }
    }
}
