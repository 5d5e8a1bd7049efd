package io.litedrill.verify;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingStatementTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "  select 1;  ",
                "SELECT 1 ; ; -- SELECT 2; SELECT 3",
                "-- count; them\nSELECT 1",
                "/* a; b */ WITH x AS (SELECT ';') SELECT ';''; ' FROM \"a;b\", [c;d], `e;f`;",
                "VALUES(1)",
                "PRAGMA user_version",
                "SELECT 1 /* open; to the end",
            })
    void singleReadingStatementsAreTaken(String sql) {
        assertThatCode(() -> ReadingStatement.require(sql)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-- SELECT 1",
                "DELETE FROM t",
                "ATTACH 'x' AS y",
                "backup to 'x'",
                "SELECTED",
                "'SELECT'",
                "SELECT 1; DELETE FROM t",
                "SELECT 1; SELECT 2",
                "SELECT ';'; SELECT 2",
                "SELECT 1 /* ; */; x",
            })
    void everythingElseIsRefused(String sql) {
        assertThatThrownBy(() -> ReadingStatement.require(sql))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("Found: " + sql);
    }
}
