package io.litedrill.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/findings.md agrees with the catalogue, and links lead to a heading. */
final class FindingCatalogueTest {
    private static final Path PAGE = Path.of("docs/findings.md");
    private static final Pattern LINK = Pattern.compile("findings\\.md#([\\w-]+)");
    private static final Pattern WITHIN = Pattern.compile("]\\(#([\\w-]+)\\)");

    private static List<String> lines() throws IOException {
        return Files.readAllLines(PAGE);
    }

    /** Returns the name of a heading in a link, as GitHub creates it. */
    private static Set<String> anchors() throws IOException {
        return lines().stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\w -]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static String row(FindingCode code) {
        String severities = code.severities().stream()
                .map(severity -> severity.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return "| [`" + code.wire() + "`](#" + code.wire() + ") | " + severities + " | " + code.meaning() + " | "
                + code.nextStep() + " |";
    }

    @Test
    void theTableIsTheCatalogue() throws IOException {
        List<String> rows =
                lines().stream().filter(line -> line.startsWith("| [`")).toList();
        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(FindingCode.values())
                        .map(FindingCatalogueTest::row)
                        .toList());
    }

    @Test
    void eachCodeHasASectionThatNamesItsSeverities() throws IOException {
        String page = Files.readString(PAGE).replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
        for (FindingCode code : FindingCode.values()) {
            String[] parts = page.split(" ### " + code.wire() + " ", -1);
            assertThat(parts).as(code.wire()).hasSize(2);
            String section = parts[1].split(" #{2,3} ", -1)[0];
            for (Severity severity : Severity.values()) {
                assertThat(section.matches(".*\\b" + severity.name().toLowerCase(Locale.ROOT) + "[:.,].*"))
                        .as(code.wire() + ": " + severity)
                        .isEqualTo(code.severities().contains(severity));
            }
        }
    }

    @Test
    void noSectionIsWithoutACode() throws IOException {
        List<String> codes =
                Arrays.stream(FindingCode.values()).map(FindingCode::wire).toList();
        assertThat(lines().stream()
                        .filter(line -> line.matches("### [a-z]+(-[a-z]+)*"))
                        .map(line -> line.substring(4)))
                .containsExactlyInAnyOrderElementsOf(codes);
    }

    @Test
    void linksOfHintsAndPagesLeadToAHeading() throws IOException {
        Set<String> anchors = anchors();
        for (String folder : List.of("src/main/java", "docs")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path file : files.filter(FindingCatalogueTest::isText).toList()) {
                    assertThat(targets(LINK, Files.readString(file)))
                            .as(file.toString())
                            .isSubsetOf(anchors);
                }
            }
        }
        assertThat(targets(WITHIN, Files.readString(PAGE))).isNotEmpty().isSubsetOf(anchors);
    }

    /** Returns whether a file is a source or a page. The pages have images beside them. */
    private static boolean isText(Path file) {
        return file.toString().endsWith(".java") || file.toString().endsWith(".md");
    }

    private static List<String> targets(Pattern link, String text) {
        return link.matcher(text).results().map(found -> found.group(1)).toList();
    }

    @Test
    void meaningsAndStepsAreShortSentences() {
        for (FindingCode code : FindingCode.values()) {
            assertThat(code.meaning()).matches("[A-Z].{10,118}\\.");
            assertThat(code.nextStep()).matches("[A-Z].{5,118}\\.");
            assertThat(code.severities()).isNotEmpty().doesNotHaveDuplicates();
        }
    }
}
