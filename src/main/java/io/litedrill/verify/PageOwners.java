package io.litedrill.verify;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds the table or index that the pages of a database belong to. */
public final class PageOwners {
    private PageOwners() {}

    /**
     * Reads the names with SQLite's {@code dbstat}.
     *
     * @param file a database that no process writes to
     * @param pages page numbers, a few hundred at most
     * @param limit time limit
     * @return the name for each page that has one; empty when the file could not be read in that time
     */
    public static Map<Long, String> of(Path file, Collection<Long> pages, Duration limit) {
        String numbers = pages.stream().map(String::valueOf).collect(Collectors.joining(","));
        String sql = "SELECT pageno, name FROM dbstat WHERE pageno IN (" + numbers + ")";
        try (ReadOnlyDatabase database = ReadOnlyDatabase.open(file, limit)) {
            return database.query(sql, PageOwners::names).orElse(Map.of());
        } catch (SQLException | QueryStoppedException e) {
            return Map.of();
        }
    }

    private static Map<Long, String> names(ResultSet rows) throws SQLException {
        Map<Long, String> names = new TreeMap<>();
        while (rows.next()) {
            names.put(rows.getLong(1), String.valueOf(rows.getString(2)));
        }
        return names;
    }
}
