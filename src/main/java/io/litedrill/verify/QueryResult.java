package io.litedrill.verify;

import io.litedrill.verify.CheckOutcome.Result;

/**
 * What a check came to, before its name and time are added.
 *
 * @param detail for people; control characters are replaced and the length is bounded, since a hostile database writes
 *     part of it and it ends up on terminals, in logs and in history
 * @param lacking true when nothing but a collation, function, tokenizer or module of the application is missing for a result
 */
record QueryResult(Result result, String detail, boolean lacking) {
    private static final int MOST_CHARACTERS = 4000;

    QueryResult {
        String clean = detail.replaceAll("\\p{Cntrl}+", " ").strip();
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

    /** Returns an inconclusive answer to a check that needs something of the application. */
    static QueryResult lacking(String detail) {
        return new QueryResult(Result.INCONCLUSIVE, detail, true);
    }
}
