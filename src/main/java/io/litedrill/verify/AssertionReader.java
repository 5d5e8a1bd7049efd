package io.litedrill.verify;

import io.litedrill.verify.CheckOutcome.Result;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Runs one assertion on a restored database, with the limits that the {@link Verifier} has. */
public final class AssertionReader {
    private AssertionReader() {}

    /**
     * The result of an assertion.
     *
     * @param result {@link Result#PASSED} if the value meets the condition; {@link Result#FAILED} if it does not, if
     *     there is none, or if the statement fails on this database; else {@link Result#INCONCLUSIVE}
     * @param value the value, {@code NULL}, {@code no row}, or SQLite's message; without control characters
     * @param fault whether the statement itself is at fault
     */
    public record Answer(Result result, String value, Fault fault) {
        private static Answer of(QueryResult answer) {
            return new Answer(answer.result(), answer.detail(), Fault.NONE);
        }

        private static Answer of(SQLException error) {
            QueryResult answer = SqliteError.answer(error);
            Fault fault = SqliteError.isDenied(error)
                    ? Fault.DENIED
                    : SqliteError.isOfStatement(error) ? Fault.FAILS_HERE : Fault.NONE;
            return new Answer(answer.result(), answer.detail(), fault);
        }
    }

    /** The faults of a statement. */
    public enum Fault {
        /** The statement ran, or something else prevented that. */
        NONE,
        /** It fails on this database, which may lack a table that another state has. */
        FAILS_HERE,
        /** It does what is denied on every database. */
        DENIED
    }

    /**
     * Runs the assertion. Never throws for the content of the file.
     *
     * @param database a private copy that no other process has open
     * @param limit the time limit of the query
     */
    public static Answer ask(Path database, Assertion assertion, Duration limit) {
        Optional<String> unusable = HeaderCheck.check(database).unusable();
        if (unusable.isPresent()) {
            return Answer.of(QueryResult.failed(unusable.get()));
        }
        try (ReadOnlyDatabase open = ReadOnlyDatabase.open(database, limit)) {
            return Answer.of(judged(FirstValue.of(open, assertion.sql()), assertion.expect()));
        } catch (SQLException e) {
            return Answer.of(e);
        } catch (QueryStoppedException e) {
            return Answer.of(QueryResult.inconclusive(e.reason()));
        }
    }

    private static QueryResult judged(FirstValue found, Expect expect) {
        String shown = found.shown();
        return found.value().filter(expect::isMetBy).isPresent()
                ? QueryResult.passed(shown)
                : QueryResult.failed(shown);
    }
}
