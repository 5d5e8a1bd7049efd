package io.litedrill.storage.abs;

import com.azure.core.exception.ClientAuthenticationException;
import io.litedrill.storage.ConnectionErrors;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageException.Kind;
import io.litedrill.storage.abs.AbsSettings.Login;
import java.util.List;
import java.util.stream.Stream;

/** Explains the errors of Azure Blob Storage and the next step, without secrets. */
final class AbsErrors {
    private final AbsSettings settings;
    private final ConnectionErrors connection;

    AbsErrors(AbsSettings settings) {
        this.settings = settings;
        this.connection = new ConnectionErrors(settings.server(), secrets(settings.login()));
    }

    private static List<String> secrets(Login login) {
        if (login instanceof Login.Key key) {
            return List.of(key.key());
        }
        return login instanceof Login.Sas sas ? List.of(sas.token()) : List.of();
    }

    ConnectionErrors connection() {
        return connection;
    }

    /** Converts the exception of a request into one that explains it. */
    StorageException explain(Exception failure, String place) {
        List<Throwable> causes = Stream.iterate((Throwable) failure, each -> each != null, Throwable::getCause)
                .limit(20)
                .toList();
        for (Throwable cause : causes) {
            if (cause instanceof ClientAuthenticationException refused) {
                return new StorageException(
                        Kind.ACCESS_DENIED,
                        place + ": Azure gave no access token. Set account-key or sas-token, or give this machine an"
                                + " identity. " + connection.quote(String.valueOf(refused.getMessage())));
            }
        }
        return connection.unanswered(failure, place);
    }

    /**
     * Returns the exception for a response with an error.
     *
     * @param code the error code of Azure; empty or {@code null} as text without one
     */
    StorageException answered(int status, String code, String place) {
        Kind kind = kind(status, code);
        return new StorageException(
                kind,
                "%s: %s. %s The store said: %s (status %d)"
                        .formatted(place, meaning(kind), advice(kind), connection.quote(code), status));
    }

    /** Returns the exception for a response that is another document than a listing. */
    StorageException noListing(String place, String what) {
        return new StorageException(
                Kind.UNREACHABLE,
                place + ": the response is no listing of a container: " + connection.quote(what)
                        + ". Check endpoint, and whether a proxy or a login page answers in its place.");
    }

    private static Kind kind(int status, String code) {
        if (code.equals("ContainerNotFound") || code.equals("ContainerBeingDeleted")) {
            return Kind.NO_SUCH_CONTAINER;
        }
        if (code.equals("BlobArchived")) {
            return Kind.ARCHIVED;
        }
        return switch (status) {
            case 401, 403 -> Kind.ACCESS_DENIED;
            case 404 -> code.equals("BlobNotFound") ? Kind.NOT_FOUND : Kind.UNREACHABLE;
            case 412, 416 -> Kind.CHANGED;
            default -> Kind.UNREACHABLE;
        };
    }

    private String meaning(Kind kind) {
        return switch (kind) {
            case NO_SUCH_CONTAINER -> "there is no container " + settings.container() + " at " + settings.server();
            case ACCESS_DENIED -> settings.server() + " refused access";
            case ARCHIVED -> "the blob is archived and cannot be read";
            case NOT_FOUND -> "there is no such blob (any more)";
            case CHANGED -> "the blob was replaced or cut since it was listed";
            case UNREACHABLE, STOPPED, WRONG_REGION -> settings.server() + " could not answer";
        };
    }

    private static String advice(Kind kind) {
        return switch (kind) {
            case NO_SUCH_CONTAINER -> "Check bucket, account-name and endpoint.";
            case ACCESS_DENIED ->
                "Check account-name, and account-key or sas-token (with the permissions read and list); an identity"
                        + " needs the role Storage Blob Data Reader.";
            case ARCHIVED ->
                "Move the blob to an online tier, and exclude Litestream's path from the rule that archives.";
            case NOT_FOUND -> "List again: Litestream's retention may have deleted it.";
            case CHANGED -> "List again.";
            case UNREACHABLE, STOPPED, WRONG_REGION -> "Check endpoint, and the health of the store, then try again.";
        };
    }
}
