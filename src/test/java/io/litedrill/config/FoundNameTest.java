package io.litedrill.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of databases that a search found, and the patterns that select them. */
class FoundNameTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "eu/shop, eu/shop",
                "a b, a b",
                "größe, größe",
                "100%, 100%25",
                "\"a\nb\", a%0Ab",
                "a\u202Eb, a%E2%80%AEb",
                "\" \", %20",
                "\"a%20b\", a%2520b"
            })
    void aPathBecomesAValidName(String path, String name) {
        assertThat(FoundName.of("", path)).isEqualTo(name);
        assertThat(FoundName.of("nas:", path)).isEqualTo("nas:" + (path.isBlank() ? path : name));
    }

    @Test
    void longPathsKeepDifferentNames() {
        String one = FoundName.of("", "x".repeat(500) + "1");
        String two = FoundName.of("", "x".repeat(500) + "2");

        assertThat(List.of(one, two))
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name).hasSize(200).startsWith("xxx"));
        assertThat(FoundName.of("", "x".repeat(500) + "1")).isEqualTo(one);
    }

    @ParameterizedTest
    @CsvSource({
        "a/b,   '',    '',     true",
        "a/b,   a/*,   '',     true",
        "a/b,   *,     '',     false",
        "a/b,   **,    '',     true",
        "a/b,   **,    a,      false",
        "a/b,   '',    '*/b',  false",
        "a/b/c, '',    '*/b',  false",
        "a/b,   '',    b,      true",
        "a/b,   'a/{b,c}', '', true",
        "a-test,'',    '*-test', false",
    })
    void patternsSelectPaths(String path, String include, String exclude, boolean selected) {
        assertThat(new PathFilter(patterns(include), patterns(exclude)).selects(path))
                .isEqualTo(selected);
    }

    private static List<String> patterns(String text) {
        return text.isEmpty() ? List.of() : List.of(text);
    }
}
