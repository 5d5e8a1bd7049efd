package io.litedrill.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares docs/security.md with the tests that it names, and with the libraries of the build. */
class SecurityPageTest {
    private static final List<String> ATTACKERS = List.of(
            "Hostile content of a replica",
            "Hostile store",
            "Hostile network",
            "Stolen viewer token",
            "A user who owns the folder of the database",
            "A curious user of the same machine");

    private static String page() throws IOException {
        return Files.readString(Path.of("docs/security.md"));
    }

    @Test
    void eachNamedTestExists() throws IOException {
        Set<String> classes;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            classes = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toSet());
        }

        List<String> named = Pattern.compile("`([A-Z]\\w*(?:Test|IT))`")
                .matcher(page())
                .results()
                .map(each -> each.group(1))
                .toList();

        assertThat(named).hasSizeGreaterThan(40).isSubsetOf(classes);
    }

    @Test
    void eachMeasureAgainstEachAttackerNamesATest() throws IOException {
        assertThat(ATTACKERS).allSatisfy(attacker -> {
            String begun = page().substring(page().indexOf("### " + attacker + "\n") + 4);
            String section = begun.substring(0, begun.indexOf("\n##"));
            List<String> rows = section.lines()
                    .filter(line -> line.startsWith("| ") && !line.startsWith("| measure"))
                    .toList();

            assertThat(rows).isNotEmpty().allMatch(row -> row.matches(".*`\\w+(Test|IT)` \\|"));
        });
    }

    @Test
    void eachLibraryHasTheVersionOfTheBuild() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));

        List<MatchResult> rows = Pattern.compile("\\| `([\\w.-]+):([\\w.-]+)` \\| ([\\w.]+) \\|")
                .matcher(page())
                .results()
                .toList();

        assertThat(rows)
                .hasSizeGreaterThan(5)
                .allSatisfy(row -> assertThat(pom.replaceAll("\\s", ""))
                        .contains("<artifactId>" + row.group(2) + "</artifactId><version>" + row.group(3)
                                + "</version>"));
    }
}
