package io.litedrill.storage.nats;

import io.litedrill.storage.ConnectionErrors;
import io.litedrill.storage.Requests.Request;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageException.Kind;
import io.litedrill.storage.nats.NatsSettings.Login;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Explains the errors of a NATS server and the next step, without secrets. */
final class NatsErrors {
    private static final int NO_SUCH_MESSAGE = 10037;
    private static final int NO_SUCH_STREAM = 10059;

    private final NatsSettings settings;
    private final ConnectionErrors connection;

    /** Reports a request that the permissions of the login do not allow. */
    static final class Denied extends IOException {
        private static final long serialVersionUID = 1;

        Denied(String message) {
            super(message);
        }
    }

    NatsErrors(NatsSettings settings) {
        this.settings = settings;
        this.connection = new ConnectionErrors("the NATS server " + settings.server(), secrets(settings.login()));
    }

    private static List<String> secrets(Login login) {
        if (login instanceof Login.Jwt jwt) {
            return List.of(jwt.token(), jwt.seed());
        }
        if (login instanceof Login.Seed seed) {
            return List.of(seed.seed());
        }
        if (login instanceof Login.User user) {
            return List.of(user.password());
        }
        return login instanceof Login.Token token ? List.of(token.token()) : List.of();
    }

    ConnectionErrors connection() {
        return connection;
    }

    /** Sends a request. The server reports one that is not allowed by an error of the connection, not by a response. */
    static <T> T explaining(Connection connection, Request<T> request) throws Exception {
        try {
            return request.send();
        } catch (StorageException e) {
            throw e;
        } catch (IOException e) {
            String error = String.valueOf(connection.getLastError());
            throw error.toLowerCase(Locale.ROOT).contains("permissions violation") ? new Denied(error) : e;
        }
    }

    /** Returns whether there is no message with a subject: an object that does not exist. */
    static boolean isMissing(Exception failure) {
        return failure instanceof JetStreamApiException answer && answer.getApiErrorCode() == NO_SUCH_MESSAGE;
    }

    /** Converts a failure into an exception that explains it. */
    StorageException explain(Exception failure, String place) {
        if (failure instanceof JetStreamApiException answer) {
            return answered(answer, place);
        }
        if (failure instanceof Denied || failure instanceof AuthenticationException) {
            return new StorageException(
                    Kind.ACCESS_DENIED,
                    place + ": " + connection.server() + " refused access. Check the login, and that it may publish to"
                            + " $JS.API.> and subscribe to _INBOX.>. The server said: " + said(failure));
        }
        return connection.unanswered(failure, place);
    }

    private StorageException answered(JetStreamApiException answer, String place) {
        if (isMissing(answer)) {
            return missing(place);
        }
        return answer.getApiErrorCode() == NO_SUCH_STREAM
                ? new StorageException(
                        Kind.NO_SUCH_CONTAINER,
                        place + ": there is no object store " + settings.bucket() + " at " + connection.server()
                                + ". Check bucket. Litestream does not create it.")
                : new StorageException(
                        Kind.UNREACHABLE,
                        place + ": " + connection.server() + " could not answer. Check that JetStream is enabled and"
                                + " healthy, then try again. The server said: " + said(answer));
    }

    StorageException missing(String place) {
        return new StorageException(
                Kind.NOT_FOUND,
                place + ": there is no such object (any more). List again: Litestream's retention may have deleted"
                        + " it.");
    }

    private String said(Exception failure) {
        return connection.quote(String.valueOf(failure.getMessage()));
    }
}
