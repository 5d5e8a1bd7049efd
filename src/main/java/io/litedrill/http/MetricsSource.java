package io.litedrill.http;

import java.util.Optional;

/** Provides the text of {@code /metrics}. */
@FunctionalInterface
public interface MetricsSource {
    /**
     * Returns all current metrics.
     *
     * @param accept the Accept header of the request, which selects the format
     */
    Exposition scrape(Optional<String> accept);

    /**
     * Holds metrics as text.
     *
     * @param contentType the type of the selected format, with its character set
     */
    record Exposition(String contentType, String text) {}
}
