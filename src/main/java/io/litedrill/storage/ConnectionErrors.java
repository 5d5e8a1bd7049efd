package io.litedrill.storage;

import io.litedrill.storage.StorageException.Kind;
import io.litedrill.text.PlainText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Explains why a store did not answer, and the next step, without secrets.
 *
 * @param server the name of the server for messages
 * @param secrets texts that no message may contain
 */
public record ConnectionErrors(String server, List<String> secrets) {
    private static final Pattern QUERY = Pattern.compile("\\?[^\\s'\"]*");
    private static final int LONGEST_QUOTE = 300;

    /** Copies the list, without empty texts. */
    public ConnectionErrors {
        secrets = secrets.stream().filter(secret -> !secret.isEmpty()).toList();
    }

    /** Throws an exception if the thread was interrupted: the reads of most libraries ignore it. */
    public static void requireRunning(String place) throws StorageException {
        if (Thread.currentThread().isInterrupted()) {
            throw new StorageException(Kind.STOPPED, place + ": stopped before the store answered.");
        }
    }

    /**
     * Returns the exception for a request without a response, or with an unreadable one.
     *
     * @throws RuntimeException the failure itself, if it is a fault of a program: it is unrelated to the store
     */
    public StorageException unanswered(Throwable failure, String place) {
        Throwable root = root(failure);
        if (Thread.currentThread().isInterrupted() || root instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return new StorageException(Kind.STOPPED, place + ": stopped before the store answered.", root);
        }
        if (isUnreadable(root)) {
            return unreadable(root, place);
        }
        if (failure instanceof RuntimeException unchecked && isFault(unchecked) && isFault(root)) {
            throw unchecked;
        }
        String message = "%s: %s did not answer: %s".formatted(place, server, silence(root));
        return root instanceof IOException
                ? new StorageException(Kind.UNREACHABLE, message, root)
                : new StorageException(Kind.UNREACHABLE, message);
    }

    /** Returns the exception for a stream that broke and could not be resumed. */
    public StorageException broken(IOException failure, String place, long position, boolean stalled) {
        if (Thread.currentThread().isInterrupted()) {
            return new StorageException(Kind.STOPPED, place + ": stopped at byte " + position + ".", failure);
        }
        String what = stalled ? "too slow: it stalled or trickled" : "broke off: " + quote(String.valueOf(failure));
        return new StorageException(
                Kind.UNREACHABLE,
                "%s: reading at byte %d: %s"
                        .formatted(place, position, advised(what, "Check the network and the store, then try again")),
                failure);
    }

    /** Returns whether a library could not parse a time or a number, which only answers hold. */
    private static boolean isUnreadable(Throwable root) {
        return root instanceof DateTimeException || root instanceof NumberFormatException;
    }

    private StorageException unreadable(Throwable root, String place) {
        String said = quote(String.valueOf(root.getMessage()));
        return new StorageException(
                Kind.UNREACHABLE,
                "%s: %s gave an answer that cannot be read: %s"
                        .formatted(
                                place,
                                server,
                                advised(
                                        said,
                                        "Check endpoint, and whether a proxy or another program answers in its"
                                                + " place")));
    }

    /** Returns whether a failure is one that a client uses for a store or connection that has been closed. */
    static boolean isClosed(Throwable failure) {
        return failure instanceof IllegalStateException || failure instanceof RejectedExecutionException;
    }

    /** Returns whether an exception is an unchecked one of Java itself, as after a missing value or a wrong index. */
    private static boolean isFault(Throwable failure) {
        return failure instanceof RuntimeException
                && !(failure instanceof UncheckedIOException)
                && !isClosed(failure)
                && failure.getClass().getName().startsWith("java.");
    }

    private String silence(Throwable root) {
        if (root instanceof UnknownHostException) {
            return "unknown host. Check endpoint and name resolution.";
        }
        if (root instanceof ConnectException) {
            return advised(quote(String.valueOf(root.getMessage())), "Check endpoint, and that the store runs");
        }
        if (root instanceof SSLException || root instanceof GeneralSecurityException) {
            return advised(quote(String.valueOf(root.getMessage())), "Check the store's certificate");
        }
        if (root instanceof SocketTimeoutException || root instanceof InterruptedIOException) {
            return "timed out. Check the network and the store.";
        }
        return advised(quote(String.valueOf(root)), "Check endpoint, the network and the store");
    }

    /** Joins an error text and an advice. A text from outside may end in a full stop, or be truncated. */
    private static String advised(String what, String advice) {
        return what + (what.endsWith(".") ? " " : ". ") + advice;
    }

    /** Returns the first cause of an exception. */
    public static Throwable root(Throwable failure) {
        Throwable root = failure;
        // Bounded, because a chain of causes may be circular.
        for (int depth = 0; depth < 20; depth++) {
            Throwable cause = root.getCause();
            if (cause == null) {
                return root;
            }
            root = cause;
        }
        return root;
    }

    /**
     * Sanitizes text from outside for a message: one line, limited length, and without anything that may be a secret.
     */
    public String quote(String text) {
        String line = QUERY.matcher(PlainText.line(text)).replaceAll("?...");
        for (String secret : secrets) {
            line = line.replace(secret, "***");
        }
        return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "...";
    }
}
