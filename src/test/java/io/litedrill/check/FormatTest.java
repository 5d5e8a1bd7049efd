package io.litedrill.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatTest {
    @ParameterizedTest
    @CsvSource({"it failed,it failed. Mend it", "it failed.,it failed. Mend it", "cut ...,cut ... Mend it"})
    void twoSentencesHaveOneFullStopBetweenThem(String first, String both) {
        assertThat(Format.sentences(first, "Mend it")).isEqualTo(both);
    }

    @ParameterizedTest
    @CsvSource({"0,0s", "59,59s", "60,1m", "90,1m 30s", "3600,1h", "90060,1d 1h", "-5,0s"})
    void durationsAreSaidInTheirTwoLargestUnits(long seconds, String text) {
        assertThat(Format.duration(Duration.ofSeconds(seconds))).isEqualTo(text);
    }
}
