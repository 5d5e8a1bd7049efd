package io.litedrill.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Holds the owner's hooks around a restore in place.
 *
 * @param before the words of a command, or one line for the shell; empty: no command
 * @param after the same; runs once the restored database is in place
 * @param timeout the time limit of each command; positive
 * @param healthUrl the URL that must respond after that
 * @param healthTimeout the time limit of that response; positive
 */
public record RestoreHooks(
        Words before, Words after, Duration timeout, Optional<URI> healthUrl, Duration healthTimeout) {
    private static final Words NO_COMMAND = new Words(List.of(), false);

    /** No hooks. */
    static final RestoreHooks NONE =
            new RestoreHooks(NO_COMMAND, NO_COMMAND, Duration.ofMinutes(10), Optional.empty(), Duration.ofMinutes(1));

    RestoreHooks with(Section section) {
        return new RestoreHooks(
                section.has("before") ? section.words("before") : before,
                section.has("after") ? section.words("after") : after,
                section.duration("timeout").orElse(timeout),
                NotifyConfig.url(section, "health_url").or(() -> healthUrl),
                section.duration("health_timeout").orElse(healthTimeout));
    }
}
