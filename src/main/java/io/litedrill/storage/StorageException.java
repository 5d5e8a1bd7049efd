package io.litedrill.storage;

import java.io.IOException;

/**
 * A store that did not do what it was asked to. The message names the place and the next step, never a secret. It ends without a full
 * stop, since others go on from there.
 */
public final class StorageException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, as far as a caller must tell it apart. */
    public enum Kind {
        /** No answer, a broken or stalled connection, or an answer that makes no sense. */
        UNREACHABLE,
        /** The store answered, and refused the credentials or the permission. */
        ACCESS_DENIED,
        /** The store answered: there is no such bucket, or the folder is not there. */
        NO_SUCH_CONTAINER,
        /** The store answered: the bucket is in another region. */
        WRONG_REGION,
        /** The store answered: the object is in an archive class, and cannot be read until it is restored from there. */
        ARCHIVED,
        /** The object is not there (any more). */
        NOT_FOUND,
        /** The object is not what the listing said: it was replaced or cut meanwhile. */
        CHANGED,
        /** The thread was interrupted, since the process is ending or a time limit has passed. Says nothing about the store. */
        STOPPED
    }

    private final Kind kind;

    /** Creates the exception without a cause. */
    public StorageException(Kind kind, String message) {
        super(withoutStop(message));
        this.kind = kind;
    }

    /** Creates the exception with the library's own exception as the cause. */
    public StorageException(Kind kind, String message, Throwable cause) {
        super(withoutStop(message), cause);
        this.kind = kind;
    }

    private static String withoutStop(String message) {
        return message.replaceFirst("(?<!\\.)\\.$", "");
    }

    /** Whether the store refused to give an object that is there. */
    public boolean isRefusal() {
        return kind == Kind.ACCESS_DENIED || kind == Kind.ARCHIVED;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }
}
