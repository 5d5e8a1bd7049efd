package io.litedrill.verify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Verifies one file for a test: expectations are added, and their outcomes are read by name. */
final class Verified {
    private final Path file;
    private Expectations.Mode mode = Expectations.Mode.INTEGRITY_CHECK;
    private Expectations.ForeignKeyMode foreignKeys = Expectations.ForeignKeyMode.OFF;
    private final List<String> tables = new ArrayList<>();
    private final List<Assertion> assertions = new ArrayList<>();
    private Duration limit = Duration.ofMinutes(5);

    private Verified(Path file) {
        this.file = file;
    }

    static Verified of(Path file) {
        return new Verified(file);
    }

    Verified quick() {
        mode = Expectations.Mode.QUICK_CHECK;
        return this;
    }

    Verified foreignKeys() {
        foreignKeys = Expectations.ForeignKeyMode.REPORT;
        return this;
    }

    Verified strict() {
        foreignKeys = Expectations.ForeignKeyMode.STRICT;
        return this;
    }

    Verified tables(String... names) {
        tables.addAll(Arrays.asList(names));
        return this;
    }

    Verified assertion(String sql, String expect) {
        assertions.add(new Assertion("a" + (assertions.size() + 1), sql, Expect.parse(expect)));
        return this;
    }

    Verified limit(Duration time) {
        limit = time;
        return this;
    }

    Verification run() {
        return new Verifier()
                .verify(file, new Expectations(mode, foreignKeys, tables, assertions, limit, DataTests.NONE));
    }

    /** Returns the outcome of the check of this name. */
    CheckOutcome outcome(String name) {
        return run().checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
