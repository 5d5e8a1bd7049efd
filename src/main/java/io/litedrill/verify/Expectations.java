package io.litedrill.verify;

import java.time.Duration;
import java.util.List;

/**
 * What a restored database must come up to.
 *
 * @param mode how thoroughly SQLite checks the file
 * @param foreignKeys whether {@code foreign_key_check} runs, and what a violation means
 * @param tables names of tables that must be there, compared as SQLite does: ASCII letters in either case are equal
 * @param assertions the owner's own checks, in the order they run
 * @param queryLimit how long each single query may run, above 0 and exact to some 20 ms
 * @param data what else the owner expects of the rows
 */
public record Expectations(
        Mode mode,
        ForeignKeyMode foreignKeys,
        List<String> tables,
        List<Assertion> assertions,
        Duration queryLimit,
        DataTests data) {
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

    /** Expects no more of the rows than the assertions do; reports foreign key violations or does not look for them. */
    public Expectations(
            Mode mode, boolean foreignKeys, List<String> tables, List<Assertion> assertions, Duration queryLimit) {
        this(mode, foreignKeys, tables, assertions, queryLimit, DataTests.NONE);
    }

    /** Reports foreign key violations or does not look for them. */
    public Expectations(
            Mode mode,
            boolean foreignKeys,
            List<String> tables,
            List<Assertion> assertions,
            Duration queryLimit,
            DataTests data) {
        this(mode, foreignKeys ? ForeignKeyMode.REPORT : ForeignKeyMode.OFF, tables, assertions, queryLimit, data);
    }

    /** The same without what the owner expects of the rows: what is left is whether it is a sound database at all. */
    public Expectations withoutAssertions() {
        return new Expectations(mode, foreignKeys, List.of(), List.of(), queryLimit, DataTests.NONE);
    }

    /** What {@code foreign_key_check} is for. */
    public enum ForeignKeyMode {
        /** It does not run. */
        OFF,
        /** Violations are counted. SQLite enforces foreign keys only where an application asks for it, so they are no damage. */
        REPORT,
        /** A violation is a failure. */
        STRICT
    }

    /** Which of its own checks SQLite runs. */
    public enum Mode {
        /** All of it: pages, cells, and that every index holds exactly what its table holds. */
        INTEGRITY_CHECK("integrity_check"),
        /** The same without comparing indexes with their tables: several times faster. */
        QUICK_CHECK("quick_check");

        private final String pragma;

        Mode(String pragma) {
            this.pragma = pragma;
        }

        /** The name of the pragma, which is the name of the check in {@link CheckOutcome} too. */
        public String pragma() {
            return pragma;
        }
    }
}
