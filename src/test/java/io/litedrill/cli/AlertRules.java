package io.litedrill.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The alerting rules of alerts/litedrill.rules.yml. */
final class AlertRules {
    private static final String ALERT = "- alert: ";

    private AlertRules() {}

    /** Returns the names of all alerts, each once, sorted. */
    static List<String> names() throws IOException {
        return Files.readAllLines(Path.of("alerts/litedrill.rules.yml")).stream()
                .map(String::strip)
                .filter(line -> line.startsWith(ALERT))
                .map(line -> line.substring(ALERT.length()))
                .distinct()
                .sorted()
                .toList();
    }
}
