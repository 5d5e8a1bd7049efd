package io.litedrill.verify;

import java.time.Duration;
import java.util.List;

/**
 * The tests that a restored database must pass.
 *
 * @param mode how thoroughly SQLite checks the file
 * @param foreignKeys whether {@code foreign_key_check} runs, and the effect of a violation
 * @param tables names of required tables, compared as SQLite does: ASCII letters in either case are equal
 * @param assertions the owner's own checks, in the order they run
 * @param queryLimit time limit of each query, above 0 and exact to some 20 ms
 * @param data further conditions of the owner for the rows
 */
public record Expectations(
        Mode mode,
        ForeignKeyMode foreignKeys,
        List<String> tables,
        List<Assertion> assertions,
        Duration queryLimit,
        DataTests data) {
    /** The defaults: the full check of SQLite, and no conditions of the owner. */
    public static final Expectations DEFAULTS =
            new Expectations(Mode.INTEGRITY_CHECK, true, List.of(), List.of(), Duration.ofMinutes(30), DataTests.NONE);

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException when the limit is not above 0
     */
    public Expectations {
        tables = List.copyOf(tables);
        assertions = List.copyOf(assertions);
        if (queryLimit.isNegative() || queryLimit.isZero()) {
            throw new IllegalArgumentException("the time limit of a query is above 0. Found: " + queryLimit);
        }
    }

    /** Creates expectations without data tests; reports foreign key violations or does not check them. */
    public Expectations(
            Mode mode, boolean foreignKeys, List<String> tables, List<Assertion> assertions, Duration queryLimit) {
        this(mode, foreignKeys, tables, assertions, queryLimit, DataTests.NONE);
    }

    /** Creates expectations; reports foreign key violations or does not check them. */
    public Expectations(
            Mode mode,
            boolean foreignKeys,
            List<String> tables,
            List<Assertion> assertions,
            Duration queryLimit,
            DataTests data) {
        this(mode, foreignKeys ? ForeignKeyMode.REPORT : ForeignKeyMode.OFF, tables, assertions, queryLimit, data);
    }

    /**
     * Returns these expectations without the owner's conditions for the rows, to test only that the database is sound.
     */
    public Expectations withoutAssertions() {
        return new Expectations(mode, foreignKeys, List.of(), List.of(), queryLimit, DataTests.NONE);
    }

    /** Returns these expectations with another check of SQLite. */
    public Expectations with(Mode other) {
        return new Expectations(other, foreignKeys, tables, assertions, queryLimit, data);
    }

    /** The effect of {@code foreign_key_check}. */
    public enum ForeignKeyMode {
        /** It does not run. */
        OFF,
        /**
         * Violations are counted. SQLite enforces foreign keys only when an application enables it, so violations are
         * not damage.
         */
        REPORT,
        /** A violation is a failure. */
        STRICT
    }

    /** The check of SQLite that runs. */
    public enum Mode {
        /** The full check: pages, cells, and that every index holds exactly the rows of its table. */
        INTEGRITY_CHECK("integrity_check"),
        /** The same without comparing indexes with their tables: several times faster. */
        QUICK_CHECK("quick_check");

        private final String pragma;

        Mode(String pragma) {
            this.pragma = pragma;
        }

        /** Returns the name of the pragma. */
        public String pragma() {
            return pragma;
        }
    }
}
