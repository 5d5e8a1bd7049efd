package io.litedrill.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000",
                "\n",
                "\r",
                "\u001b",
                "\u007f",
                "\u0085",
                "\u009b",
                "\u00ad",
                "\u061c",
                "\u200b",
                "\u200e",
                "\u200f",
                "\u2028",
                "\u2029",
                "\u202a",
                "\u202b",
                "\u202c",
                "\u202d",
                "\u202e",
                "\u2060",
                "\u2066",
                "\u2067",
                "\u2068",
                "\u2069",
                "\ufeff",
                "\ufff9",
                "\udb40\udc41"
            })
    void unsafeCharactersAreReplaced(String unsafe) {
        String text = "app" + unsafe + "bd.sqlite";
        assertThat(PlainText.marked(text)).isEqualTo("app?bd.sqlite");
        assertThat(PlainText.line(text)).isEqualTo("app bd.sqlite");
        assertThat(PlainText.lines(text)).isEqualTo(unsafe.equals("\n") ? text : "app bd.sqlite");
    }

    @Test
    void otherTextStays() {
        String text = "größe ‘日本’ שלום e\u0301 🗄 | $1 \\";
        assertThat(PlainText.marked(text + "\t")).isEqualTo(text + "\t");
        assertThat(PlainText.line(text)).isEqualTo(text);
        assertThat(PlainText.lines(text)).isEqualTo(text);
    }

    /** Otherwise an addition here would have no effect in that class. */
    @Test
    void noOtherClassReplacesControlCharacters() throws IOException {
        List<String> others;
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            others = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("text/PlainText.java"))
                    .filter(PlainTextTest::replacesControls)
                    .map(Path::toString)
                    .toList();
        }
        assertThat(others).isEmpty();
    }

    private static boolean replacesControls(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.anyMatch(line -> line.contains("p{C") && line.contains("replace"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
