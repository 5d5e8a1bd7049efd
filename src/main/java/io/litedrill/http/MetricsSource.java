package io.litedrill.http;

import java.io.IOException;
import java.io.OutputStream;
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
     * Provides metrics as text.
     *
     * @param contentType the type of the selected format, with its character set
     */
    record Exposition(String contentType, Text text) {}

    /** Writes metrics. */
    @FunctionalInterface
    interface Text {
        /**
         * Writes all current metrics.
         *
         * @throws IOException when they cannot be written
         */
        void writeTo(OutputStream out) throws IOException;
    }
}
