package io.litedrill.verify;

/**
 * One assertion of the owner: a query and the expected value of its result.
 *
 * @param name the name that the owner gave it
 * @param sql one statement that reads: {@code SELECT}, {@code WITH}, {@code VALUES} or {@code PRAGMA}
 * @param expect the condition for the first column of the first row
 */
public record Assertion(String name, String sql, Expect expect) {
    /**
     * Checks the form of the statement.
     *
     * @throws IllegalArgumentException when it is not a single statement that reads
     */
    public Assertion {
        ReadingStatement.require(sql);
    }
}
