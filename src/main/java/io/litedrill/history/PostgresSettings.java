package io.litedrill.history;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Holds the address of a PostgreSQL database and the login.
 *
 * @param url the JDBC URL, such as {@code jdbc:postgresql://db.example:5432/litedrill?sslmode=verify-full}
 * @param user the user; empty for the user in the URL or the default of the driver
 * @param password the password; empty for the password in the URL, in {@code ~/.pgpass}, or none
 */
public record PostgresSettings(String url, Optional<String> user, Optional<String> password) {
    private static final String HOST = "(\\[[0-9a-fA-F:.]+]|[^/?@:,\\[]*)(:[0-9]*)?";
    private static final Pattern PLAIN = Pattern.compile("jdbc:\\w+:(//" + HOST + "(," + HOST + ")*/)?[^/?@:]*");

    /** Returns the URL without its parameters, which may contain a password. */
    String place() {
        String place = url.replaceFirst("(?s)[?].*", "");
        // an invalid URL may contain a password before the host
        return PLAIN.matcher(place).matches() ? place : "jdbc:postgresql:***";
    }

    /** Returns the name of the database in the URL; {@code litedrill} where the driver determines it. */
    String database() {
        String name = url.replaceFirst("(?s)[?].*", "").replaceFirst("^jdbc:postgresql:(//[^/]*/?)?", "");
        return name.isEmpty() || name.contains("@") ? "litedrill" : name;
    }

    @Override
    public String toString() {
        return place();
    }
}
