package io.litedrill.check;

/**
 * Where results of one type go: history, metrics, a page. Does not throw, and returns soon.
 *
 * @param <R> the type of result
 */
@FunctionalInterface
public interface ResultSink<R> {
    /** Takes one result. */
    void accept(R result);
}
