package io.litedrill.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parameters and connections of SQL statements. */
class NamedParametersTest {
    @TempDir
    Path folder;

    private SqliteConnections connections() {
        return new SqliteConnections("jdbc:sqlite:" + folder.resolve("test.db") + "?journal_mode=WAL", 50);
    }

    @Test
    void onlyNamesOutsideOfTextsQuotesAndCommentsAreParameters() throws Exception {
        try (SqliteConnections connections = connections();
                Handle handle = NamedParameters.jdbi(connections).open()) {
            String sql = "SELECT :a || ':a' || 'it''s :b' || \":c\" || '<a>' || :a_2 -- :d\n"
                    + "FROM (SELECT '-:c' AS \":c\") WHERE 1<:one AND :one>1";
            assertThat(handle.createQuery(sql)
                            .bind("a", "x")
                            .bind("a_2", "y")
                            .bind("one", 2)
                            .mapTo(String.class)
                            .one())
                    .isEqualTo("x:ait's :b-:c<a>y");
        }
    }

    @Test
    void aConnectionIsUsedAgainAndItsOpenTransactionEnds() throws Exception {
        try (SqliteConnections connections = connections()) {
            var first = connections.openConnection();
            try (var statement = first.createStatement()) {
                statement.execute("CREATE TABLE t (a)");
                first.setAutoCommit(false);
                statement.execute("INSERT INTO t VALUES (1)");
            }
            connections.closeConnection(first);

            var second = connections.openConnection();
            assertThat(second).isSameAs(first);
            assertThat(second.getAutoCommit()).isTrue();
            connections.closeConnection(second);
            assertThat(NamedParameters.jdbi(connections)
                            .<Integer, RuntimeException>withHandle(
                                    handle -> handle.createQuery("SELECT count(*) FROM t")
                                            .mapTo(Integer.class)
                                            .one()))
                    .isZero();
        }
    }

    @Test
    void afterFourConnectionsTheNextOneWaitsAndFails() throws Exception {
        try (SqliteConnections connections = connections()) {
            Jdbi jdbi = NamedParameters.jdbi(connections);
            var open = IntStream.range(0, 4).mapToObj(i -> jdbi.open()).toList();
            assertThatExceptionOfType(ConnectionException.class)
                    .isThrownBy(jdbi::open)
                    .withMessageContaining("all 4 connections were in use");
            open.get(0).close();
            jdbi.open().close();
            open.forEach(Handle::close);
        }
    }

    @Test
    void aConnectionInUseIsClosedWhenItIsReturnedAfterTheEnd() throws Exception {
        SqliteConnections connections = connections();
        var used = connections.openConnection();
        connections.close();
        assertThat(used.isClosed()).isFalse();
        connections.closeConnection(used);

        assertThat(used.isClosed()).isTrue();
        assertThatExceptionOfType(ConnectionException.class)
                .isThrownBy(NamedParameters.jdbi(connections)::open)
                .withMessageContaining("the history is closed");
    }
}
