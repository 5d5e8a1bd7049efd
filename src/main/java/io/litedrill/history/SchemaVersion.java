package io.litedrill.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.ConnectionFactory;

/** Compares the schema of a history with that of this version, without Flyway: loading it takes as long as a check. */
final class SchemaVersion {
    /** The version of the newest migration in {@code db/migration/sqlite}. */
    static final String NEWEST = "10";

    private static final String APPLIED =
            "SELECT version FROM flyway_schema_history WHERE success = 1 ORDER BY installed_rank DESC LIMIT 1";

    private SchemaVersion() {}

    /** Returns whether the newest migration was applied last. Returns false where that cannot be read. */
    static boolean isNewest(ConnectionFactory history) {
        try {
            Connection connection = history.openConnection();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(APPLIED)) {
                return row.next() && NEWEST.equals(row.getString(1));
            } finally {
                history.closeConnection(connection);
            }
        } catch (SQLException noSuchTable) {
            return false;
        }
    }
}
