package io.litedrill.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FindingSummaryTest {
    private static List<Finding> many(int number, Severity severity) {
        return IntStream.rangeClosed(1, number)
                .mapToObj(i -> new Finding(
                        FindingCode.GAP,
                        severity,
                        Facts.text("index " + i + " is missing"),
                        "/r/" + i,
                        Hint.text("hint " + i)))
                .toList();
    }

    @Test
    void aFewAreLeftAlone() {
        assertThat(FindingSummary.of(many(20, Severity.CRITICAL))).isEqualTo(many(20, Severity.CRITICAL));
    }

    @Test
    void manyOfACodeAndSeverityAreOneThatNamesTheirNumberTheFirstAndTheLast() {
        List<Finding> all = new ArrayList<>(many(300, Severity.CRITICAL));
        all.addAll(many(2, Severity.WARNING));

        assertThat(FindingSummary.of(all))
                .hasSize(3)
                .endsWith(many(2, Severity.WARNING).toArray(Finding[]::new))
                .first()
                .satisfies(one -> {
                    assertThat(one.code()).isEqualTo(FindingCode.GAP);
                    assertThat(one.severity()).isEqualTo(Severity.CRITICAL);
                    assertThat(one.message())
                            .isEqualTo("300 of these. The first: index 1 is missing. The last, at /r/300: index 300 is"
                                    + " missing");
                    assertThat(one.where()).isEqualTo("/r/1");
                    assertThat(one.hint()).isEqualTo(Hint.text("hint 1"));
                });
    }
}
