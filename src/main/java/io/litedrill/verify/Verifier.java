package io.litedrill.verify;

import io.litedrill.verify.Expectations.ForeignKeyMode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Tests whether a restored database is sound, and whether it is the right one.
 *
 * <p>The file is a private copy that no other process or connection has open. It is only read, and nothing is created
 * beside it; a {@code -wal} or journal beside it is ignored. SQLite may use its own temporary folder for sorting. Every
 * query has the time limit of the {@link Expectations}.
 *
 * <p>The possible results of each check:
 *
 * <ul>
 *   <li>{@code FAILED}: the file or its content does not meet the condition; the detail has SQLite's own words. An
 *       assertion with a table or column that does not exist also fails.
 *   <li>{@code PASSED}: this check found no error. Rows that break a constraint of their schema are not damage: they
 *       are counted in the detail and in the {@link Remarks}.
 *   <li>{@code INCONCLUSIVE}: nothing was proven either way: the time limit, an interrupt, a disk or memory problem of
 *       this machine, or an extension, collation or function that only the owner's application has. This includes the
 *       owner's assertions: an assertion that never ends proves nothing. A check that could not run because an earlier
 *       check failed is also inconclusive, with that reason.
 * </ul>
 *
 * <p>The verifier does not test whether the rows are right beyond the owner's expectations, and it does not run the
 * extensions of the owner's application.
 */
public final class Verifier {
    /**
     * Runs {@link #verify(Path, Expectations, Instant)} for a file whose time is unknown: its freshness is not
     * tested.
     */
    public Verification verify(Path database, Expectations expectations) {
        return verify(database, new Run(expectations, Optional.empty()));
    }

    /**
     * Runs all checks, independent of the results of the earlier ones. Never throws for the content of the file.
     *
     * @param at the time of the recovery point, with which the newest time in the data is compared
     */
    public Verification verify(Path database, Expectations expectations, Instant at) {
        return verify(database, new Run(expectations, Optional.of(at)));
    }

    private static Verification verify(Path database, Run run) {
        HeaderCheck.Header header = run.header(database);
        if (header.unusable().isPresent()) {
            return run.withoutDatabase("not run: " + header.unusable().get());
        }
        Duration limit = run.expectations.queryLimit();
        try (ReadOnlyDatabase open = ReadOnlyDatabase.open(database, limit);
                ReadOnlyDatabase other = ReadOnlyDatabase.open(database, limit)) {
            return run.with(open, other);
        } catch (SQLException e) {
            return run.withoutOpening(SqliteError.answer(e));
        } catch (QueryStoppedException e) {
            return run.withoutDatabase("not run: opening the database was " + e.reason());
        }
    }

    /** Runs the checks of one file in order, and collects their results. */
    private static final class Run {
        private final Expectations expectations;
        private final Optional<Instant> at;
        private final List<CheckOutcome> outcomes = new ArrayList<>();
        private final Tally content = new Tally();
        private final Set<CheckOutcome> needingApplication = new LinkedHashSet<>();
        private final Set<String> missing = new LinkedHashSet<>();

        Run(Expectations expectations, Optional<Instant> at) {
            this.expectations = expectations;
            this.at = at;
        }

        HeaderCheck.Header header(Path database) {
            long start = System.nanoTime();
            HeaderCheck.Header header = HeaderCheck.check(database);
            add(CheckKind.HEADER, "", header.answer(), start);
            return header;
        }

        /**
         * Runs all checks. Stand-ins for missing parts of the application stay in the other connection, where no test
         * of the owner runs.
         */
        Verification with(ReadOnlyDatabase database, ReadOnlyDatabase other) {
            List<Check> checks = new ArrayList<>(checks());
            Expectations.Mode mode = expectations.mode();
            checks.set(0, new Check(CheckKind.of(mode), plain -> integrity(plain, other, mode)));
            for (Check check : checks) {
                long start = System.nanoTime();
                add(check.kind(), check.subject(), ask(check, database), start);
            }
            Optional<Contents> contents = contents(other).map(counted -> counted.with(content.violations()));
            return new Verification(outcomes, userVersion(database), contents, remarks(other));
        }

        private QueryResult integrity(ReadOnlyDatabase plain, ReadOnlyDatabase other, Expectations.Mode mode)
                throws QueryStoppedException {
            Tally tally = new IntegrityCheck(other, mode).run();
            if (!tally.isDamaged() && !tally.isEnded()) {
                CheckConstraints.count(plain, tally);
                missing.addAll(tally.missing());
            }
            tally.violations().forEach(content::addViolation);
            return tally.answer();
        }

        private Remarks remarks(ReadOnlyDatabase database) {
            try {
                return new Remarks(
                        content.violations(),
                        List.copyOf(missing),
                        needingApplication,
                        Modules.missing(database),
                        Modules.withoutTable(database));
            } catch (SQLException | QueryStoppedException e) {
                return new Remarks(content.violations(), List.copyOf(missing), needingApplication, List.of(), false);
            }
        }

        Verification withoutDatabase(String reason) {
            return withoutOpening(QueryResult.inconclusive(reason));
        }

        /**
         * Reports the reason why the file does not open as the result of SQLite's own check; the later checks could
         * not run.
         */
        Verification withoutOpening(QueryResult first) {
            List<Check> checks = checks();
            add(checks.get(0).kind(), "", first, System.nanoTime());
            for (Check check : checks.subList(1, checks.size())) {
                QueryResult answer = QueryResult.inconclusive("not run: the database could not be opened");
                add(check.kind(), check.subject(), answer, System.nanoTime());
            }
            return new Verification(outcomes, OptionalLong.empty(), Optional.empty(), Remarks.NONE);
        }

        private List<Check> checks() {
            List<Check> checks = new ArrayList<>();
            Expectations.Mode mode = expectations.mode();
            checks.add(new Check(CheckKind.of(mode), database -> QueryResult.inconclusive("not run")));
            if (expectations.foreignKeys() != ForeignKeyMode.OFF) {
                boolean strict = expectations.foreignKeys() == ForeignKeyMode.STRICT;
                checks.add(new Check(
                        CheckKind.FOREIGN_KEY_CHECK, database -> ForeignKeys.check(database, strict, content)));
            }
            if (!expectations.tables().isEmpty()) {
                checks.add(new Check(CheckKind.TABLES, database -> Checks.tables(database, expectations.tables())));
            }
            DataTests data = expectations.data();
            data.minRows()
                    .forEach((table, least) -> checks.add(new Check(
                            CheckKind.MIN_ROWS, table, database -> DataChecks.minRows(database, table, least))));
            if (data.freshness().isPresent() && at.isPresent()) {
                checks.add(new Check(
                        CheckKind.FRESHNESS,
                        database ->
                                DataChecks.freshness(database, data.freshness().get(), at.get())));
            }
            for (Assertion assertion : expectations.assertions()) {
                checks.add(new Check(
                        CheckKind.ASSERTION, assertion.name(), database -> Checks.assertion(database, assertion)));
            }
            return checks;
        }

        private Optional<Contents> contents(ReadOnlyDatabase database) {
            Measurement.Effort effort = new Measurement.Effort(expectations.queryLimit(), OptionalLong.empty());
            try {
                return Optional.of(ContentsReader.read(database, effort).contents());
            } catch (SQLException | QueryStoppedException e) {
                return Optional.empty();
            }
        }

        private void add(CheckKind kind, String subject, QueryResult answer, long start) {
            double seconds = (System.nanoTime() - start) / 1e9;
            CheckOutcome outcome = new CheckOutcome(kind, subject, answer.result(), answer.details(), seconds);
            outcomes.add(outcome);
            if (answer.needsApplication()) {
                needingApplication.add(outcome);
                if (kind != CheckKind.of(expectations.mode())) {
                    missing.add(answer.detail());
                }
            }
        }
    }

    private static QueryResult ask(Check check, ReadOnlyDatabase database) {
        if (Thread.currentThread().isInterrupted()) {
            return QueryResult.inconclusive("not run: interrupted");
        }
        try {
            return check.question().put(database);
        } catch (SQLException e) {
            return SqliteError.answer(e);
        } catch (QueryStoppedException e) {
            return QueryResult.inconclusive(e.reason());
        }
    }

    private static OptionalLong userVersion(ReadOnlyDatabase database) {
        try {
            Optional<Long> version = database.query("PRAGMA user_version", rows -> rows.next() ? rows.getLong(1) : 0L);
            return version.isPresent() ? OptionalLong.of(version.get()) : OptionalLong.empty();
        } catch (SQLException | QueryStoppedException e) {
            return OptionalLong.empty();
        }
    }

    private record Check(CheckKind kind, String subject, Question question) {
        Check(CheckKind kind, Question question) {
            this(kind, "", question);
        }
    }

    @FunctionalInterface
    private interface Question {
        QueryResult put(ReadOnlyDatabase database) throws SQLException, QueryStoppedException;
    }
}
