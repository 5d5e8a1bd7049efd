package io.litedrill.verify;

import java.util.Arrays;
import java.util.Locale;

/** The kinds of checks of a restored database. */
public enum CheckKind {
    /** Compares the header of the file with its size. */
    HEADER(Proof.DAMAGE),
    /** SQLite's full check. */
    INTEGRITY_CHECK(Proof.DAMAGE),
    /** SQLite's check without the comparison of indexes with their tables. */
    QUICK_CHECK(Proof.DAMAGE),
    /** SQLite's check of foreign keys. */
    FOREIGN_KEY_CHECK(Proof.CONTENT),
    /** The tables that the owner requires. */
    TABLES(Proof.OWN_CONDITION),
    /** The least number of rows of a table. */
    MIN_ROWS(Proof.OWN_CONDITION),
    /** The greatest age of the newest time in the data. */
    FRESHNESS(Proof.OWN_CONDITION),
    /** A query of the owner. */
    ASSERTION(Proof.OWN_CONDITION),
    /** A program of the owner. */
    COMMAND(Proof.OWN_CONDITION),
    /** Compares the number of rows with the last good drill. */
    ROWS(Proof.COMPARISON),
    /** Compares with the live database. */
    LIVE(Proof.COMPARISON),
    /** Compares a full restore with the kept database of an earlier drill. */
    KEPT_COPY(Proof.COMPARISON),
    /** Restores another recovery point. */
    RANDOM_POINT(Proof.OTHER_STATE),
    /** A check of another version of Litedrill, in a stored result. */
    OTHER(Proof.OTHER_STATE);

    /** What a failure of a check proves. */
    private enum Proof {
        DAMAGE,
        CONTENT,
        OWN_CONDITION,
        COMPARISON,
        OTHER_STATE
    }

    private static final String SUBJECT = ": ";

    private final Proof proof;

    CheckKind(Proof proof) {
        this.proof = proof;
    }

    /** Returns the check that SQLite runs in a mode. */
    static CheckKind of(Expectations.Mode mode) {
        return mode == Expectations.Mode.INTEGRITY_CHECK ? INTEGRITY_CHECK : QUICK_CHECK;
    }

    /** Returns whether the owner set the condition, so that a failure is not damage. */
    public boolean isOwnersCondition() {
        return proof == Proof.OWN_CONDITION;
    }

    /** Returns whether a failure proves that the file is not a sound database, regardless of its rows. */
    public boolean provesDamage() {
        return proof == Proof.DAMAGE;
    }

    /** Returns whether the check compares with another state of the database, which may be impossible. */
    public boolean isComparison() {
        return proof == Proof.COMPARISON;
    }

    /**
     * Returns the name in results: {@code integrity_check}, {@code min_rows: TABLE}.
     *
     * @param subject the table or assertion; empty for a kind that has one check
     */
    String name(String subject) {
        String word = this == RANDOM_POINT ? "random point" : name().toLowerCase(Locale.ROOT);
        return this == OTHER ? subject : subject.isEmpty() ? word : word + SUBJECT + subject;
    }

    /** Returns the kind of a check with this name in a result. */
    static CheckKind ofName(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind != OTHER)
                .filter(kind -> name.equals(kind.name("")) || name.startsWith(kind.name("") + SUBJECT))
                .findFirst()
                .orElse(OTHER);
    }

    /** Returns the subject in a name of this kind. */
    String subject(String name) {
        return this == OTHER ? name : name.equals(name("")) ? "" : name.substring(name("").length() + SUBJECT.length());
    }
}
