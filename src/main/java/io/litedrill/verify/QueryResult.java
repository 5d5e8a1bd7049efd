package io.litedrill.verify;

import io.litedrill.verify.CheckOutcome.Result;

/**
 * The result of a check, before its name and duration are added.
 *
 * @param details for people; control characters are replaced and the length is bounded, because a hostile database
 *     supplies part of it and it is written to terminals, logs and the history
 * @param needsApplication true when the only obstacle to a result is a missing collation, function, tokenizer or
 *     module of the application
 */
record QueryResult(Result result, Details details, boolean needsApplication) {
    private static final int MOST_CHARACTERS = 4000;

    QueryResult {
        details = details.bounded(MOST_CHARACTERS);
    }

    private QueryResult(Result result, String detail, boolean needsApplication) {
        this(result, Details.of(detail), needsApplication);
    }

    /** Returns the details in one line. */
    String detail() {
        return details.text();
    }

    static QueryResult passed(String detail) {
        return new QueryResult(Result.PASSED, detail, false);
    }

    static QueryResult failed(String detail) {
        return new QueryResult(Result.FAILED, detail, false);
    }

    static QueryResult failed(Details details) {
        return new QueryResult(Result.FAILED, details, false);
    }

    static QueryResult inconclusive(String detail) {
        return new QueryResult(Result.INCONCLUSIVE, detail, false);
    }

    /** Returns the inconclusive result of a check that requires the application. */
    static QueryResult needsApplication(String detail) {
        return new QueryResult(Result.INCONCLUSIVE, detail, true);
    }
}
