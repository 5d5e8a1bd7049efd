package io.litedrill.storage;

import java.io.IOException;

/**
 * Reports a failed storage operation. The message contains the place and the next step, never a secret. It has no
 * full stop at its end, because callers append to it.
 */
public final class StorageException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The kinds of failures that callers distinguish. */
    public enum Kind {
        /** No response, a broken or stalled connection, or an invalid response. */
        UNREACHABLE,
        /** The store responded, and rejected the credentials or the permission. */
        ACCESS_DENIED,
        /** The store responded: the bucket or the folder does not exist. */
        NO_SUCH_CONTAINER,
        /** The store responded: the bucket is in another region. */
        WRONG_REGION,
        /**
         * The store responded: the object is in an archive class, and cannot be read until it is restored from there.
         */
        ARCHIVED,
        /** The object does not exist (any more). */
        NOT_FOUND,
        /** The object differs from the listing: it was replaced or truncated since. */
        CHANGED,
        /**
         * The thread was interrupted, because the process is ending or a time limit has passed. This is unrelated to
         * the store.
         */
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

    /** Returns whether the store refused to return an object that exists. */
    public boolean isRefusal() {
        return kind == Kind.ACCESS_DENIED || kind == Kind.ARCHIVED;
    }

    /** Returns the kind of failure. */
    public Kind kind() {
        return kind;
    }
}
