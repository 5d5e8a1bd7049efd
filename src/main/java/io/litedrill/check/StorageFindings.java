package io.litedrill.check;

import io.litedrill.storage.StorageException;

/** Creates the finding for a store that could not be read: unknown, never ok and never failed. */
public final class StorageFindings {
    private StorageFindings() {}

    /**
     * Returns the finding for a failed read.
     *
     * @param where the replica or file that was read
     * @throws StoppedException when the store is not the cause: the thread was interrupted
     */
    public static Finding of(StorageException failure, String where) {
        if (failure.kind() == StorageException.Kind.STOPPED) {
            throw new StoppedException(where, failure);
        }
        String message = String.valueOf(failure.getMessage());
        if (failure.kind() == StorageException.Kind.ARCHIVED) {
            return new Finding(
                    FindingCode.ACCESS_DENIED,
                    Severity.UNKNOWN,
                    Facts.text(message),
                    where,
                    Hint.text(hint(failure.kind())));
        }
        return failure.kind() == StorageException.Kind.ACCESS_DENIED
                ? new Finding(
                        FindingCode.ACCESS_DENIED,
                        Severity.UNKNOWN,
                        Facts.text(message),
                        where,
                        Hint.text(
                                "check the access key, its secret and its permission to list and read here; the backup itself may be sound"))
                : new Finding(
                        FindingCode.STORAGE_UNREACHABLE,
                        Severity.UNKNOWN,
                        Facts.text(message),
                        where,
                        Hint.text(hint(failure.kind())));
    }

    private static String hint(StorageException.Kind kind) {
        return switch (kind) {
            case NO_SUCH_CONTAINER ->
                "check the name of the bucket or folder; nothing is known of the backup until it is found";
            case ARCHIVED -> "restore the object from its archive class; the backup itself may be sound";
            case WRONG_REGION -> "set the region of the bucket";
            case UNREACHABLE, ACCESS_DENIED, STOPPED ->
                "check the endpoint and the network; the backup itself may be sound";
            case NOT_FOUND, CHANGED -> "files came and went while they were read; look again";
        };
    }
}
