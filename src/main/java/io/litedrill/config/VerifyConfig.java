package io.litedrill.config;

import java.time.Duration;
import java.util.List;

/**
 * How a restored copy is tested.
 *
 * @param mode SQLite's own check
 * @param foreignKeys what rows that refer to nothing mean
 * @param tables which must be there
 * @param assertions the owner's own tests
 * @param queryTimeout positive; how long each test may take
 * @param deep what else is tested and compared
 */
public record VerifyConfig(
        Mode mode,
        ForeignKeyChecks foreignKeys,
        List<String> tables,
        List<Assertion> assertions,
        Duration queryTimeout,
        DeepConfig deep) {
    /** What holds when nothing is said. */
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

    /** Which of SQLite's own checks. */
    public enum Mode {
        /** Everything, indexes against their tables included. */
        INTEGRITY_CHECK,
        /** All but indexes against their tables; much faster. */
        QUICK_CHECK
    }

    /** What rows that refer to nothing mean. */
    public enum ForeignKeyChecks {
        /** They are not looked for. */
        FALSE,
        /** They are a warning. */
        TRUE,
        /** They fail a drill and prevent a restore. */
        STRICT
    }

    /**
     * One test of the owner's.
     *
     * @param name unique within its database
     * @param sql one statement that reads
     * @param expect what the first column of its first row must be
     */
    public record Assertion(String name, String sql, Expectation expect) {}
}
