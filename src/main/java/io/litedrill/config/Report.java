package io.litedrill.config;

import io.litedrill.config.Problem.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one file, and what is worth knowing. */
final class Report {
    private final Path file;
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    Report(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    void problem(Place place, String key, String expectation, String found) {
        Problem problem = new Problem(file, place, key, expectation, found);
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

    /** The problems in the order of their places. */
    List<Problem> problems() {
        return problems.stream()
                .sorted(Comparator.<Problem>comparingInt(each -> each.place().line())
                        .thenComparingInt(each -> each.place().column()))
                .toList();
    }

    List<String> warnings() {
        return warnings;
    }
}
