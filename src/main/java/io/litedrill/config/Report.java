package io.litedrill.config;

import io.litedrill.config.ConfigProblem.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the problems and warnings of one file. */
final class Report {
    private final Path file;
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    Report(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    void problem(Place place, String key, String expectation, String found) {
        ConfigProblem problem = new ConfigProblem(file, place, key, expectation, found);
        // a setting may be read more than once
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    void warning(String text) {
        if (!warnings.contains(text)) {
            warnings.add(text);
        }
    }

    /** Returns the problems in the order of their places. */
    List<ConfigProblem> problems() {
        return problems.stream()
                .sorted(Comparator.<ConfigProblem>comparingInt(
                                each -> each.place().line())
                        .thenComparingInt(each -> each.place().column()))
                .toList();
    }

    List<String> warnings() {
        return warnings;
    }
}
