package io.litedrill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds comments, messages and documents to plain English: CONTRIBUTING.md has the rules. */
class LanguageTest {
    /** The user nobody of Unix, and None of Python, are names. */
    private static final Pattern DIALECT = Pattern.compile(
            "\\b(whoever|(?<!user )nobodys?|somebody|anybody|everybody|of which|comes to|came to|(?-i:(?<!there )is none)"
                    + "|accus(e|es|ed|ing)|all the same)\\b",
            Pattern.CASE_INSENSITIVE);

    /** Names of tests use it. */
    private static final Pattern WHATEVER = Pattern.compile("\\bwhatever\\b", Pattern.CASE_INSENSITIVE);

    /** Verbs of speech that programs do not do; names of tests use them easily. */
    private static final Pattern SPEECH = Pattern.compile("\\b(tells?|told|hears?|heard|ow(e|es|ed|ing)|liars?)\\b");

    /** Verbs that programs do not do in the third person, because in documents the reader may be a subject too. */
    private static final Pattern SPEECH_OF_PROGRAMS =
            Pattern.compile("\\b(tells|told|hears|heard|owes|owed|wants|speaks|spoke)\\b");

    private static final Pattern DECLARED =
            Pattern.compile("(?:void|class|record|enum|interface|boolean|int|long|String|Path|List<\\w+>) (\\w+)[ (<]");
    private static final Pattern COMMENT = Pattern.compile("^\\s*(/?\\*|//).*");
    private static final Pattern TRAILING_COMMENT = Pattern.compile("\\s// .*");

    /** Names in comments: code, links and parameters. */
    private static final Pattern CODE_IN_COMMENT = Pattern.compile("\\{@\\w+ [^}]*}|@param \\w+");

    /** Commands, output and names of files in documents. */
    private static final Pattern CODE_IN_DOCUMENT = Pattern.compile("^ {4,}.*|`[^`]*`");

    private static final int LONGEST_COMMENT = 120;

    @Test
    void sourcesAndDocumentsUsePlainWords() {
        Stream<Path> sources = Stream.concat(files("src/main", ".java"), scripts());

        assertThat(found(
                        Stream.concat(sources, documents()),
                        line -> DIALECT.matcher(line).find()))
                .isEmpty();
    }

    @Test
    void commentsUsePlainWords() {
        assertThat(found(sources(), line -> isDialect(comment(line)))).isEmpty();
        assertThat(found(scripts(), line -> line.strip().startsWith("#") && isDialect(line)))
                .isEmpty();
    }

    @Test
    void dialectIsFoundInCommentsAlone() {
        assertThat(Stream.of("/** Tells it. */", "// told", "a();\t// as whoever asks", "* Restores it all the same.")
                        .map(line -> isDialect(comment(line.toLowerCase(Locale.ROOT)))))
                .containsOnly(true);
        assertThat(Stream.of(
                                "/** Untold {@code owed}. */",
                                "* @param told a line",
                                "told(\"// of\");",
                                "// user nobody")
                        .map(line -> isDialect(comment(line))))
                .containsOnly(false);
    }

    @Test
    void programsDoNotSpeakInDocuments() {
        assertThat(found(documents(), line -> {
                    String text = CODE_IN_DOCUMENT.matcher(line).replaceAll("");
                    return isAny(text, WHATEVER, SPEECH_OF_PROGRAMS);
                }))
                .isEmpty();
    }

    @Test
    void commentLinesKeepTheirLimit() {
        assertThat(found(
                        sources(),
                        line -> line.length() > LONGEST_COMMENT
                                && COMMENT.matcher(line).matches()))
                .isEmpty();
    }

    private static boolean isDialect(String comment) {
        return isAny(comment, DIALECT, WHATEVER, SPEECH, SPEECH_OF_PROGRAMS);
    }

    private static boolean isAny(String text, Pattern... words) {
        return Stream.of(words).anyMatch(word -> word.matcher(text).find());
    }

    /** Returns the comment in a line, without names; empty if it has none. */
    private static String comment(String line) {
        Matcher trailing = TRAILING_COMMENT.matcher(line);
        String comment = COMMENT.matcher(line).matches() ? line : trailing.find() ? trailing.group() : "";
        return CODE_IN_COMMENT.matcher(comment).replaceAll("");
    }

    private static List<String> found(Stream<Path> files, Predicate<String> wrong) {
        return files.flatMap(file -> numbered(file).stream()
                        .filter(line -> wrong.test(line.text()))
                        .map(line -> line.place(file)))
                .toList();
    }

    @Test
    void namesInTestsUsePlainWords() {
        assertThat(found(
                        files("src/test/java", ".java"),
                        line -> DECLARED.matcher(line)
                                .results()
                                .anyMatch(name -> isAny(words(name.group(1)), DIALECT, SPEECH))))
                .isEmpty();
        assertThat(words("whatSQLToldNobody2Times")).isEqualTo("what sql told nobody2 times");
    }

    /** Splits camel case. */
    private static String words(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    private static Stream<Path> sources() {
        return Stream.of(files("src/main", ".java"), files("src/test", ".java")).flatMap(each -> each);
    }

    private static Stream<Path> scripts() {
        return Stream.concat(files("bench", ""), Stream.of(Path.of("litedrill")))
                .filter(Files::isRegularFile);
    }

    private static Stream<Path> documents() {
        return Stream.of(
                        files("docs", ".md"),
                        files("config", ".yml"),
                        files("src/main/resources", ".yaml"),
                        files("src/main/resources/page", ".js"),
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
