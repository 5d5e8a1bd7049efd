package io.litedrill.json;

/** A text that is not JSON, or a document that lacks a key or has something else under it. The message names the key. */
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception without a cause. */
    public JsonException(String message) {
        super(message);
    }

    /** Creates the exception with what found the fault as the cause. */
    public JsonException(String message, Throwable cause) {
        super(message, cause);
    }
}
