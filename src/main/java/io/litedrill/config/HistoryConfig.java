package io.litedrill.config;

import io.litedrill.history.PostgresSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Holds where the history is stored, and for how long.
 *
 * @param database the PostgreSQL database; empty for an SQLite file in {@code home}
 * @param keep how long results are stored; positive
 */
public record HistoryConfig(Optional<PostgresSettings> database, Duration keep) {
    private static final String POSTGRESQL = "jdbc:postgresql:";

    /** The driver does not know a login before the host, and would repeat it in messages as a part of the host. */
    private static final Pattern WITH_LOGIN = Pattern.compile("^[^?]*@|//[^/]*@");

    /** The default: an SQLite file, and 400 days. */
    public static final HistoryConfig DEFAULT = new HistoryConfig(Optional.empty(), Duration.ofDays(400));

    static HistoryConfig read(Section history) {
        Optional<String> url = history.read(
                "url",
                "must be a URL of PostgreSQL, such as jdbc:postgresql://db.example/litedrill, without a user"
                        + " and password before the host (history.user and history.password)",
                text -> Optional.of(text)
                        .filter(each -> each.startsWith(POSTGRESQL)
                                && !WITH_LOGIN.matcher(each).find()));
        Optional<String> user = history.text("user");
        Optional<String> password = history.text("password");
        for (String key : List.of("user", "password")) {
            if (history.has(key) && !history.has("url")) {
                history.problem(key, "has no use without url");
            }
        }
        return new HistoryConfig(
                url.map(address -> new PostgresSettings(address, user, password)),
                history.duration("keep").orElse(DEFAULT.keep()));
    }

    /** Returns the URL without its parameters, which may contain a password. */
    Optional<String> shownUrl() {
        return database.map(settings -> settings.url().replaceFirst("[?].*", "?" + Secret.HIDDEN));
    }
}
