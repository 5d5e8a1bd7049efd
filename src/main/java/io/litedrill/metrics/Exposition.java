package io.litedrill.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;

/**
 * Provides all metrics as text.
 *
 * @param contentType the value of the HTTP header
 * @param text writes the metrics; those of thousands of databases are tens of megabytes, which are not held in memory
 */
public record Exposition(String contentType, Text text) {
    private static final ExpositionFormats FORMATS = ExpositionFormats.init();
    /** Prometheus text format 0.0.4. */
    static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    /** OpenMetrics 1.0. */
    static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /** Writes the metrics. */
    @FunctionalInterface
    public interface Text {
        /**
         * Writes the metrics as they are now, in UTF-8.
         *
         * @throws IOException when they cannot be written
         */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes series in one of these formats. */
    static void write(String contentType, MetricSnapshots series, OutputStream out) throws IOException {
        FORMATS.findWriter(contentType).write(out, series);
    }

    /** Returns the format preferred by an {@code Accept} header; text for a header that is empty or names neither. */
    static String contentType(String accept) {
        double openMetrics = quality(accept, "application/openmetrics-text");
        return openMetrics > 0 && openMetrics >= quality(accept, "text/plain") ? OPEN_METRICS : TEXT;
    }

    private static double quality(String accept, String mediaType) {
        return Arrays.stream(accept.toLowerCase(Locale.ROOT).split(","))
                .map(range -> range.split(";", -1))
                .filter(parts -> parts[0].strip().equals(mediaType))
                .mapToDouble(Exposition::quality)
                .max()
                .orElse(0);
    }

    private static double quality(String[] parts) {
        return Arrays.stream(parts)
                .skip(1)
                .map(String::strip)
                .filter(part -> part.matches("q=[0-9](\\.[0-9]{1,3})?"))
                .mapToDouble(part -> Double.parseDouble(part.substring(2)))
                .findFirst()
                .orElse(1);
    }
}
