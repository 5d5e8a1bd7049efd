package io.litedrill.storage.nats;

import io.litedrill.storage.ConnectionErrors;
import io.litedrill.storage.ConnectionPool.Connector;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageException.Kind;
import io.litedrill.storage.Timeouts;
import io.litedrill.storage.nats.NatsSettings.Login;
import io.nats.client.AuthHandler;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.NKey;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.stream.Stream;

/** Connects to a NATS server and logs in. A connection that breaks is not connected again. */
final class NatsConnector implements Connector<Connection> {
    /** The message of the client when a server requires TLS. */
    private static final String TLS_REQUIRED = "SSL required by server";

    private final NatsSettings settings;
    private final Timeouts patience;

    NatsConnector(NatsSettings settings, Timeouts patience) {
        this.settings = settings;
        this.patience = patience;
    }

    @Override
    public String place() {
        return settings.locate("");
    }

    @Override
    public Connection connect() throws IOException {
        if (settings.tls().isRequired()) {
            return connect(true);
        }
        try {
            return connect(false);
        } catch (IOException e) {
            if (String.valueOf(ConnectionErrors.root(e).getMessage()).contains(TLS_REQUIRED)) {
                return connect(true);
            }
            throw e;
        }
    }

    private Connection connect(boolean tls) throws IOException {
        Reasons reasons = new Reasons();
        Options.Builder options = Options.builder()
                .servers(servers())
                .connectionName("litedrill")
                .connectionTimeout(patience.connect())
                .noReconnect()
                .ignoreDiscoveredServers()
                // the certificate is for the name, not for its address
                .noResolveHostnames()
                .errorListener(reasons);
        try {
            login(options);
            return Nats.connect(
                    tls ? options.sslContext(NatsTrust.context(settings.tls())).build() : options.build());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw unusableLogin();
        } catch (AuthenticationException e) {
            throw e;
        } catch (IOException e) {
            Throwable root = ConnectionErrors.root(reasons.last.orElse(e));
            // the client reads the file in another thread
            boolean unusable = settings.login() instanceof Login.Creds && !(root instanceof IOException);
            throw unusable ? unusableLogin() : new IOException(e.getMessage(), root);
        }
    }

    /** Keeps the reason of a failure, which the client reports only here. */
    private static final class Reasons implements ErrorListener {
        private volatile Optional<Exception> last = Optional.empty();

        @Override
        public void exceptionOccurred(Connection connection, Exception reason) {
            last = Optional.of(reason);
        }
    }

    /** Returns an exception without a cause, whose message could contain the seed. */
    private StorageException unusableLogin() {
        return new StorageException(
                Kind.ACCESS_DENIED,
                place() + ": the login cannot be used. Check jwt, seed, nkey and the file of creds.");
    }

    private String[] servers() {
        return Stream.of(settings.server().split(","))
                .map(each -> "nats://" + each)
                .toArray(String[]::new);
    }

    private void login(Options.Builder options) throws IOException {
        Login login = settings.login();
        if (login instanceof Login.User user) {
            options.userInfo(user.name().toCharArray(), user.password().toCharArray());
        } else if (login instanceof Login.Token token) {
            options.token(token.token().toCharArray());
        } else if (login instanceof Login.Jwt jwt) {
            NKey.fromSeed(jwt.seed().toCharArray());
            options.authHandler(
                    Nats.staticCredentials(jwt.token().toCharArray(), jwt.seed().toCharArray()));
        } else if (login instanceof Login.Creds creds) {
            options.authHandler(Nats.staticCredentials(Files.readAllBytes(creds.file())));
        } else if (login instanceof Login.Seed seed) {
            options.authHandler(new SeedLogin(NKey.fromSeed(seed.seed().toCharArray())));
        }
    }

    @Override
    public boolean isOpen(Connection connection) {
        return connection.getStatus() == Connection.Status.CONNECTED;
    }

    @Override
    public boolean isUsableAfter(Exception failure) {
        return failure instanceof JetStreamApiException;
    }

    @Override
    public void end(Connection connection) {
        boolean interrupted = Thread.interrupted();
        try {
            connection.close();
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        // There is nothing beside the connections.
    }

    /** Logs in with a key alone. */
    private record SeedLogin(NKey key) implements AuthHandler {
        @Override
        public byte[] sign(byte[] nonce) {
            try {
                return key.sign(nonce);
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException("the seed cannot sign", e);
            }
        }

        @Override
        public char[] getID() {
            try {
                return key.getPublicKey();
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException("the seed has no public key", e);
            }
        }

        @Override
        public char[] getJWT() {
            return new char[0];
        }
    }
}
