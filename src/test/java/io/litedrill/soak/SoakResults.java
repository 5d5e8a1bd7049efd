package io.litedrill.soak;

import io.litedrill.json.JsonObject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The results that the daemon stored.
 *
 * @param counts of checks (that changed something, and hourly samples), drills and scrubs by result, and of
 *     findings by code
 * @param falseAlarms a line for each critical finding, failed drill or failed scrub before the damage
 */
record SoakResults(Map<String, Integer> counts, List<String> falseAlarms) {
    static SoakResults read(Path history, Instant damage) throws SQLException {
        Map<String, Integer> counts = new TreeMap<>();
        List<String> alarms = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + history);
                Statement statement = connection.createStatement()) {
            for (String[] table : new String[][] {
                {"checks", "verdict", "at"}, {"drills", "outcome", "started_at"}, {"scrubs", "verdict", "started_at"}
            }) {
                ResultSet rows = statement.executeQuery(
                        "SELECT database, %s, %s, document FROM %s".formatted(table[1], table[2], table[0]));
                while (rows.next()) {
                    count(counts, table[0] + " " + rows.getString(2));
                    boolean early = Instant.parse(rows.getString(3)).isBefore(damage);
                    if (early
                            && List.of("critical", "failed")
                                    .contains(rows.getString(2).toLowerCase(Locale.ROOT))) {
                        alarms.add(rows.getString(3) + " " + rows.getString(1) + " " + rows.getString(4));
                    }
                    for (JsonObject finding : JsonObject.parse(rows.getString(4))
                            .objects("findings")
                            .orElse(List.of())) {
                        count(
                                counts,
                                table[0] + ": " + finding.text("code").orElse("")
                                        + (early ? "" : " (after the damage)"));
                    }
                }
            }
        }
        return new SoakResults(counts, alarms);
    }

    private static void count(Map<String, Integer> counts, String key) {
        counts.merge(key, 1, Integer::sum);
    }

    /** Returns the lines of a table. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("| stored | times |", "|---|---|"));
        counts.forEach((name, times) -> lines.add("| " + name + " | " + times + " |"));
        return lines;
    }
}
