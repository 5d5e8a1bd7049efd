package io.litedrill.http;

import java.util.Optional;

/** Where the text of {@code /metrics} comes from. */
@FunctionalInterface
public interface MetricsSource {
    /**
     * Writes all metrics as they are now.
     *
     * @param accept the request's Accept header, which decides on the format
     */
    Exposition scrape(Optional<String> accept);

    /**
     * Metrics as text.
     *
     * @param contentType of the format that was chosen, with its character set
     */
    record Exposition(String contentType, String text) {}
}
