package io.litedrill.json;

/**
 * Reports a text that is not JSON, or a document with a missing key or a value of another type. The message names the
 * key.
 */
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception without a cause. */
    public JsonException(String message) {
        super(message);
    }

    /** Creates the exception with the cause of the failure. */
    public JsonException(String message, Throwable cause) {
        super(message, cause);
    }
}
