package io.litedrill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each link between the documents leads to a file, and to an existing heading if it names one. */
class DocumentLinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)|(?:src|href)=\"([^\"]+)\"");
    private static final Pattern ELSEWHERE = Pattern.compile("(https?|mailto):.*");
    private static final Pattern NAMED = Pattern.compile("<a (?:id|name)=\"([^\"]+)\"");

    static List<Path> documents() throws IOException {
        try (Stream<Path> top = Files.list(Path.of(""));
                Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkLeadsSomewhere(Path document) throws IOException {
        List<String> broken = new ArrayList<>();
        for (String link : links(document)) {
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty()
                    ? document
                    : document.toAbsolutePath().resolveSibling(parts[0]).normalize();
            if (!Files.exists(target) || (parts.length == 2 && !anchors(target).contains(parts[1]))) {
                broken.add(link);
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void theReadmeLeadsToEveryPage() throws IOException {
        List<String> links = links(Path.of("README.md"));
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            List<String> pages = docs.map(Path::toString)
                    .filter(file -> file.endsWith(".md"))
                    .toList();
            assertThat(links).containsAll(pages).contains("CONTRIBUTING.md", "docs/runbooks");
        }
    }

    private static List<String> links(Path document) throws IOException {
        return LINK.matcher(withoutBlocks(document))
                .results()
                .map((MatchResult match) -> match.group(1) == null ? match.group(2) : match.group(1))
                .filter(link -> !ELSEWHERE.matcher(link).matches())
                .toList();
    }

    /** Returns the text without indented and fenced blocks. */
    private static String withoutBlocks(Path document) throws IOException {
        return Files.readString(document).replaceAll("(?ms)^```.*?^```$", "").replaceAll("(?m)^ {4}.*$", "");
    }

    /** Returns the anchors that GitHub creates from headings, and those that the page defines. */
    private static Set<String> anchors(Path document) throws IOException {
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        String text = withoutBlocks(document);
        text.lines().filter(line -> line.matches("#+ .*")).forEach(line -> {
            String anchor = anchor(line);
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        });
        NAMED.matcher(text).results().forEach(match -> anchors.add(match.group(1)));
        return anchors;
    }

    private static String anchor(String heading) {
        return heading.replaceFirst("^#+ +", "")
                .replaceAll("\\[([^]]*)\\]\\([^)]*\\)", "$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .strip()
                .replace(' ', '-');
    }

    @Test
    void anchorsAreThoseOfGitHub() {
        assertThat(anchor("## Is there a backup?")).isEqualTo("is-there-a-backup");
        assertThat(anchor("# A guide of `litestream restore`, [here](x.md)"))
                .isEqualTo("a-guide-of-litestream-restore-here");
    }
}
