package io.litedrill.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Holds where the history is stored, and for how long.
 *
 * @param url the JDBC URL of a PostgreSQL database, which may contain a password; empty for an SQLite file in {@code
 *     home}
 * @param user the user of the database; empty for the one in the URL
 * @param password the password of the user; empty for the one in the URL, or none
 * @param keep how long results are stored; positive
 */
public record HistoryConfig(Optional<Secret> url, Optional<String> user, Optional<Secret> password, Duration keep) {
    private static final String POSTGRESQL = "jdbc:postgresql:";

    /** The driver does not know a login before the host, and would repeat it in messages as a part of the host. */
    private static final Pattern WITH_LOGIN = Pattern.compile("^[^?]*@|//[^/]*@");

    /** The default: an SQLite file, and 400 days. */
    public static final HistoryConfig DEFAULT =
            new HistoryConfig(Optional.empty(), Optional.empty(), Optional.empty(), Duration.ofDays(400));

    static HistoryConfig read(Section history) {
        return new HistoryConfig(
                history.read(
                        "url",
                        "must be a URL of PostgreSQL, such as jdbc:postgresql://db.example/litedrill, without a user"
                                + " and password before the host (history.user and history.password)",
                        text -> Optional.of(text)
                                .filter(each -> each.startsWith(POSTGRESQL)
                                        && !WITH_LOGIN.matcher(each).find())
                                .map(Secret::new)),
                history.text("user"),
                history.text("password").map(Secret::new),
                history.duration("keep").orElse(DEFAULT.keep()));
    }

    /** Returns the URL without its parameters, which may contain a password. */
    Optional<String> shownUrl() {
        return url.map(secret -> secret.value().replaceFirst("[?].*", "?" + Secret.HIDDEN));
    }
}
