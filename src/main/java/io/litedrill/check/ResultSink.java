package io.litedrill.check;

/**
 * Receives results of one type, for the history, the metrics or a page. Does not throw, and returns soon.
 *
 * @param <R> the type of result
 */
@FunctionalInterface
public interface ResultSink<R> {
    /** Receives one result. */
    void accept(R result);
}
