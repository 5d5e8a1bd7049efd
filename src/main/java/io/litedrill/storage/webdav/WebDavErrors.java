package io.litedrill.storage.webdav;

import io.litedrill.storage.ConnectionErrors;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageException.Kind;

/** Explains the errors of a WebDAV server and the next step, without secrets. */
final class WebDavErrors {
    private final ConnectionErrors connection;

    WebDavErrors(WebDavSettings settings) {
        connection = new ConnectionErrors(
                settings.address().toString(),
                settings.login().map(WebDavSettings.Login::password).stream().toList());
    }

    ConnectionErrors connection() {
        return connection;
    }

    /** Returns the exception for a response to the request for a folder with an error. */
    StorageException listing(int status, String reason, String place) {
        return answered(status == 404 ? Kind.NO_SUCH_CONTAINER : kind(status), status, reason, place);
    }

    /** Returns the exception for a response to the request for a file with an error. */
    StorageException answered(int status, String reason, String place) {
        return answered(kind(status), status, reason, place);
    }

    private static Kind kind(int status) {
        return switch (status) {
            case 401, 403 -> Kind.ACCESS_DENIED;
            case 404, 410 -> Kind.NOT_FOUND;
            case 412, 416 -> Kind.CHANGED;
            default -> Kind.UNREACHABLE;
        };
    }

    private StorageException answered(Kind kind, int status, String reason, String place) {
        return new StorageException(
                kind,
                "%s: %s The server said: status %d %s"
                        .formatted(place, meaning(kind), status, connection.quote(reason)));
    }

    StorageException noListing(String place, String what) {
        return new StorageException(
                Kind.UNREACHABLE,
                place + ": the response is no listing of a WebDAV folder: " + what
                        + ". Check webdav-url, and whether a proxy or a login page answers in its place.");
    }

    private String meaning(Kind kind) {
        return switch (kind) {
            case ACCESS_DENIED ->
                connection.server()
                        + " refused access. Check webdav-username and webdav-password, and the permissions.";
            case NO_SUCH_CONTAINER -> "there is no such folder. Check webdav-url.";
            case NOT_FOUND ->
                "there is no such file (any more). List again: Litestream's retention may have deleted it.";
            case CHANGED -> "the file was replaced or cut since it was listed. List again.";
            default -> connection.server() + " did not answer as a WebDAV server does. Check webdav-url.";
        };
    }
}
