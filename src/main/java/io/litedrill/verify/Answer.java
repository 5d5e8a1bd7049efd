package io.litedrill.verify;

import io.litedrill.verify.CheckOutcome.Result;

/**
 * What a check came to, before its name and time are added.
 *
 * @param detail for people; control characters are replaced and the length is bounded, since a hostile database writes
 *     part of it and it ends up on terminals, in logs and in history
 */
record Answer(Result result, String detail) {
    private static final int MOST_CHARACTERS = 4000;

    Answer {
        String clean = detail.replaceAll("\\p{Cntrl}+", " ").strip();
        detail = clean.length() <= MOST_CHARACTERS ? clean : clean.substring(0, MOST_CHARACTERS) + " ...";
    }

    static Answer passed(String detail) {
        return new Answer(Result.PASSED, detail);
    }

    static Answer failed(String detail) {
        return new Answer(Result.FAILED, detail);
    }

    static Answer inconclusive(String detail) {
        return new Answer(Result.INCONCLUSIVE, detail);
    }
}
