package io.litedrill.verify;

import io.litedrill.text.PlainText;
import io.litedrill.verify.CheckOutcome.Result;

/**
 * The result of a check, before its name and duration are added.
 *
 * @param detail for people; control characters are replaced and the length is bounded, because a hostile database
 *     supplies part of it and it is written to terminals, logs and the history
 * @param needsApplication true when the only obstacle to a result is a missing collation, function, tokenizer or
 *     module of the application
 */
record QueryResult(Result result, String detail, boolean needsApplication) {
    private static final int MOST_CHARACTERS = 4000;

    QueryResult {
        String clean = PlainText.line(detail).strip();
        detail = clean.length() <= MOST_CHARACTERS ? clean : clean.substring(0, MOST_CHARACTERS) + " ...";
    }

    static QueryResult passed(String detail) {
        return new QueryResult(Result.PASSED, detail, false);
    }

    static QueryResult failed(String detail) {
        return new QueryResult(Result.FAILED, detail, false);
    }

    static QueryResult inconclusive(String detail) {
        return new QueryResult(Result.INCONCLUSIVE, detail, false);
    }

    /** Returns the inconclusive result of a check that requires the application. */
    static QueryResult needsApplication(String detail) {
        return new QueryResult(Result.INCONCLUSIVE, detail, true);
    }
}
