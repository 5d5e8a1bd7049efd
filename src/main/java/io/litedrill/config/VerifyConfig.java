package io.litedrill.config;

import java.time.Duration;
import java.util.List;

/**
 * Holds the tests of a restored copy.
 *
 * @param mode the integrity check of SQLite
 * @param foreignKeys how foreign key violations are reported
 * @param tables the required tables
 * @param assertions the tests defined by the owner
 * @param queryTimeout the time limit of each test; positive
 * @param deep the other tests and comparisons
 */
public record VerifyConfig(
        Mode mode,
        ForeignKeyChecks foreignKeys,
        List<String> tables,
        List<Assertion> assertions,
        Duration queryTimeout,
        DeepConfig deep) {
    /** The defaults. */
    public static final VerifyConfig DEFAULTS = new VerifyConfig(
            Mode.INTEGRITY_CHECK,
            ForeignKeyChecks.TRUE,
            List.of(),
            List.of(),
            Duration.ofMinutes(30),
            DeepConfig.DEFAULTS);

    /** Copies the lists. */
    public VerifyConfig {
        tables = List.copyOf(tables);
        assertions = List.copyOf(assertions);
    }

    /** Selects the integrity check of SQLite. */
    public enum Mode {
        /** Checks everything, including indexes against their tables. */
        INTEGRITY_CHECK,
        /** Checks everything except indexes against their tables; much faster. */
        QUICK_CHECK
    }

    /** Selects how foreign key violations are reported. */
    public enum ForeignKeyChecks {
        /** Foreign keys are not checked. */
        FALSE,
        /** Violations are a warning. */
        TRUE,
        /** Violations fail a drill and prevent a restore. */
        STRICT
    }

    /**
     * Holds one test defined by the owner.
     *
     * @param name unique within its database
     * @param sql one statement that reads
     * @param expect the expected value of the first column of the first row
     */
    public record Assertion(String name, String sql, Expectation expect) {}
}
