package io.litedrill.verify;

/**
 * One check of the owner's: a query, and what its first value must be.
 *
 * @param name what the owner calls it
 * @param sql one statement that reads: {@code SELECT}, {@code WITH}, {@code VALUES} or {@code PRAGMA}
 * @param expect what the first column of its first row must be
 */
public record Assertion(String name, String sql, Expect expect) {
    /**
     * Checks the statement's form.
     *
     * @throws IllegalArgumentException when it is not a single statement that reads
     */
    public Assertion {
        ReadingStatement.require(sql);
    }
}
