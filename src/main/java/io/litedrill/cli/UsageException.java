package io.litedrill.cli;

/** Something was typed that cannot be meant. The message says what, and what could be typed instead. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
