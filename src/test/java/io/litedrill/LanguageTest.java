package io.litedrill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds comments, messages and documents to plain English: CONTRIBUTING.md has the rules. */
class LanguageTest {
    private static final Pattern DIALECT = Pattern.compile(
            "\\b(whoever|nobodys?|somebody|of which|comes to|came to|(?<!there )is none|accus(e|es|ed|ing))\\b",
            Pattern.CASE_INSENSITIVE);

    /** Verbs of speech that programs do not do; names of tests use them easily. */
    private static final Pattern SPEECH = Pattern.compile("\\b(tells?|told|hears?|heard|ow(e|es|ed)|liars?)\\b");

    private static final Pattern DECLARED =
            Pattern.compile("(?:void|class|record|enum|interface|boolean|int|long|String|Path|List<\\w+>) (\\w+)[ (<]");
    private static final Pattern COMMENT = Pattern.compile("^\\s*(/?\\*|//).*");
    private static final int LONGEST_COMMENT = 120;

    @Test
    void sourcesAndDocumentsUsePlainWords() {
        List<String> found = new ArrayList<>();
        Stream.concat(files("src/main", ".java"), documents())
                .forEach(file -> numbered(file).stream()
                        .filter(line -> DIALECT.matcher(line.text()).find())
                        .forEach(line -> found.add(line.place(file))));

        assertThat(found).isEmpty();
    }

    @Test
    void commentLinesKeepTheirLimit() {
        List<String> found = new ArrayList<>();
        files("src/main", ".java")
                .forEach(file -> numbered(file).stream()
                        .filter(line -> line.text().length() > LONGEST_COMMENT
                                && COMMENT.matcher(line.text()).matches())
                        .forEach(line -> found.add(line.place(file))));

        assertThat(found).isEmpty();
    }

    @Test
    void namesInTestsUsePlainWords() {
        List<String> found = new ArrayList<>();
        files("src/test/java", ".java")
                .forEach(file -> numbered(file).stream()
                        .filter(line -> DECLARED.matcher(line.text())
                                .results()
                                .map(name -> words(name.group(1)))
                                .anyMatch(name -> DIALECT.matcher(name).find()
                                        || SPEECH.matcher(name).find()))
                        .forEach(line -> found.add(line.place(file))));

        assertThat(found).isEmpty();
        assertThat(words("whatSQLToldNobody2Times")).isEqualTo("what sql told nobody2 times");
    }

    /** Splits camel case. */
    private static String words(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    private static Stream<Path> documents() {
        return Stream.of(
                        files("docs", ".md"),
                        files("config", ".yml"),
                        files("src/main/resources", ".yaml"),
                        Stream.of(Path.of("README.md"), Path.of("CONTRIBUTING.md"), Path.of("CHANGELOG.md")))
                .flatMap(each -> each);
    }

    private static Stream<Path> files(String folder, String suffix) {
        try (Stream<Path> all = Files.walk(Path.of(folder))) {
            return all.filter(file -> file.toString().endsWith(suffix)).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Line> numbered(Path file) {
        try {
            List<String> texts = Files.readAllLines(file);
            List<Line> lines = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                lines.add(new Line(i + 1, texts.get(i)));
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One line of a file, counted from 1. */
    private record Line(int number, String text) {
        String place(Path file) {
            return file + ":" + number + ": " + text.strip();
        }
    }
}
