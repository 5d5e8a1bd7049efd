package io.litedrill.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A parsed scrape in the text format. Only metrics of Litedrill. */
public record Scraped(String body) {
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");

    static Scraped of(Metrics metrics) {
        return new Scraped(body(metrics.scrape("")));
    }

    /** Returns the text of a scrape. */
    public static String body(Exposition exposition) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            exposition.text().writeTo(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString(UTF_8);
    }

    /** Returns lines with values of this metric, in the order of the scrape. */
    public List<String> series(String name) {
        return body.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .toList();
    }

    /** Returns all lines with values of Litedrill's metrics. */
    List<String> all() {
        return body.lines().filter(line -> line.startsWith("litedrill_")).toList();
    }

    /** Returns types by name. */
    public Map<String, String> types() {
        return headers("# TYPE ");
    }

    /** Returns help by name. */
    public Map<String, String> help() {
        return headers("# HELP ");
    }

    /** Returns the label names of the series of a metric, sorted; for a histogram, those of its buckets. */
    public List<String> labels(String name) {
        return body.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + "_bucket{"))
                .flatMap(line -> LABEL.matcher(line).results().map(MatchResult::group))
                .map(label -> label.substring(0, label.length() - 2))
                .collect(Collectors.collectingAndThen(Collectors.toCollection(TreeSet::new), List::copyOf));
    }

    private Map<String, String> headers(String start) {
        return body.lines()
                .filter(line -> line.startsWith(start + "litedrill_"))
                .map(line -> line.substring(start.length()).split(" ", 2))
                .peek(parts -> {
                    if (parts.length < 2 || parts[1].isBlank()) {
                        throw new AssertionError("nothing said of " + Arrays.toString(parts));
                    }
                })
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (one, two) -> one + two, TreeMap::new));
    }
}
