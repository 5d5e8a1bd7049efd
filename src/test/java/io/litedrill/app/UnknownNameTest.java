package io.litedrill.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The error for an unknown database name. */
class UnknownNameTest {
    private static UnknownName among(String word, int databases) {
        List<String> names = IntStream.range(0, databases)
                .mapToObj(number -> "customers/" + number)
                .toList();
        return new UnknownName(word, names);
    }

    @Test
    void aFewDatabasesAreNamedAndTheOthersCounted() {
        assertThat(among("shop", 20).message()).contains("customers/19)").doesNotContain("more");
        assertThat(among("shop", 10_000).message())
                .contains("customers/19, and 9980 more)")
                .hasSizeLessThan(600);
        assertThat(among("customer/9999", 10_000).message()).endsWith("Did you mean customers/9999?");
    }

    @Test
    void onlyWhatMayBeANameIsNearlyOne() {
        assertThat(among("customer/7", 9).isNearlyAName()).isTrue();
        assertThat(among("/customer/7", 9).isNearlyAName()).isFalse();
        assertThat(among("./customers/7", 9).isNearlyAName()).isFalse();
        assertThat(among("shop", 9).isNearlyAName()).isFalse();
    }
}
