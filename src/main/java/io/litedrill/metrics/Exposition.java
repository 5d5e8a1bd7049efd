package io.litedrill.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;

/**
 * Holds all metrics as text.
 *
 * @param contentType the value of the HTTP header
 */
public record Exposition(String contentType, String body) {
    private static final ExpositionFormats FORMATS = ExpositionFormats.init();
    /** Prometheus text format 0.0.4. */
    static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    /** OpenMetrics 1.0. */
    static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /** Writes series in one of these formats. */
    static Exposition of(String contentType, MetricSnapshots series) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            FORMATS.findWriter(contentType).write(text, series);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Exposition(contentType, text.toString(UTF_8));
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
