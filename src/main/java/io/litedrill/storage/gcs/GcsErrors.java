package io.litedrill.storage.gcs;

import com.google.api.client.http.HttpResponseException;
import com.google.auth.Retryable;
import io.litedrill.storage.ConnectionErrors;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageException.Kind;
import java.util.List;
import java.util.Locale;

/** Explains the errors of Google Cloud Storage and the next step, without secrets. */
final class GcsErrors {
    private final GcsSettings settings;
    private final ConnectionErrors connection;

    GcsErrors(GcsSettings settings) {
        this.settings = settings;
        this.connection = new ConnectionErrors(settings.server(), List.of());
    }

    ConnectionErrors connection() {
        return connection;
    }

    /** Converts the failure of a request for a page of a listing. */
    StorageException listing(Exception failure, String place) {
        return failure instanceof HttpResponseException answer && answer.getStatusCode() == 404
                ? answered(Kind.NO_SUCH_CONTAINER, answer, place)
                : explain(failure, place);
    }

    /** Converts the failure of a request for an object. */
    StorageException explain(Exception failure, String place) {
        if (failure instanceof HttpResponseException answer) {
            return answered(kind(answer), answer, place);
        }
        String text = String.valueOf(failure.getMessage());
        if (text.contains("default credentials") || text.contains("GOOGLE_APPLICATION_CREDENTIALS")) {
            return new StorageException(
                    Kind.ACCESS_DENIED,
                    place + ": no credentials of Google found. Set GOOGLE_APPLICATION_CREDENTIALS to a file with a"
                            + " service account's key, or run this machine with a service account.");
        }
        if (failure instanceof Retryable || text.contains("access token")) {
            return new StorageException(
                    Kind.ACCESS_DENIED,
                    place + ": Google gave no access token: " + connection.quote(text)
                            + ". Check the key of the service account.");
        }
        return connection.unanswered(failure, place);
    }

    private static Kind kind(HttpResponseException answer) {
        return switch (answer.getStatusCode()) {
            case 401, 403 -> Kind.ACCESS_DENIED;
            case 404 -> content(answer).contains("bucket does not exist") ? Kind.NO_SUCH_CONTAINER : Kind.NOT_FOUND;
            case 412, 416 -> Kind.CHANGED;
            default -> Kind.UNREACHABLE;
        };
    }

    private static String content(HttpResponseException answer) {
        return String.valueOf(answer.getContent()).toLowerCase(Locale.ROOT);
    }

    private StorageException answered(Kind kind, HttpResponseException answer, String place) {
        return new StorageException(
                kind,
                "%s: %s. %s The store said: status %d %s"
                        .formatted(
                                place,
                                meaning(kind),
                                advice(kind),
                                answer.getStatusCode(),
                                connection.quote(String.valueOf(answer.getContent()))));
    }

    private String meaning(Kind kind) {
        return switch (kind) {
            case NO_SUCH_CONTAINER -> "there is no bucket " + settings.bucket() + " at " + connection.server();
            case ACCESS_DENIED -> connection.server() + " refused access";
            case NOT_FOUND -> "there is no such object (any more)";
            case CHANGED -> "the object was replaced or cut since it was listed";
            case UNREACHABLE, STOPPED, WRONG_REGION, ARCHIVED -> connection.server() + " could not answer";
        };
    }

    private static String advice(Kind kind) {
        return switch (kind) {
            case NO_SUCH_CONTAINER -> "Check bucket.";
            case ACCESS_DENIED ->
                "Check that the service account has the role Storage Object Viewer (storage.objects.list and"
                        + " storage.objects.get) on the bucket.";
            case NOT_FOUND -> "List again: Litestream's retention may have deleted it.";
            case CHANGED -> "List again.";
            case UNREACHABLE, STOPPED, WRONG_REGION, ARCHIVED -> "Check the health of the store, then try again.";
        };
    }
}
