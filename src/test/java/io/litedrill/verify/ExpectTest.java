package io.litedrill.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "= 5     | 5   | true",
                "5       | 5.0 | true",
                "=5      | 6   | false",
                "!= 5    | 6   | true",
                "!= 5    | 5   | false",
                "< 10    | 9   | true",
                "< 10    | 10  | false",
                "<= 10   | 10  | true",
                "<= 10   | 11  | false",
                "> 9     | 10  | true",
                "> 9     | 9   | false",
                ">= 9    | 9   | true",
                ">= 9    | 8   | false",
                "> -1    | 0   | true",
                "= '5'   | 5.0 | false",
                "= '5'   | 5   | true",
                "> '9'   | 10  | false",
                "= \"a b\" | a b | true",
                "ok      | ok  | true",
                "ok      | OK  | false",
                "< b     | a   | true",
                "> 5     | abc | true",
                "= 9007199254740993 | 9007199254740992 | false",
                "= ''    | x   | false",
            })
    void compares(String expect, String value, boolean met) {
        assertThat(Expect.parse(expect).isMetBy(value)).isEqualTo(met);
    }

    @Test
    void bareValueMeansEqual() {
        assertThat(Expect.parse(" 42 ")).isEqualTo(new Expect(Expect.Operator.EQUAL, "42"));
        assertThat(Expect.parse("42")).hasToString("= 42");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"> 0;> 0", ">=1;>= 1", "= 5;= 5", "5;= 5", "!= 0;!= 0", "<10;< 10", "ok;= ok", "= 'a b';= 'a b'"})
    void printsTheNormalForm(String text, String shown) {
        assertThat(Expect.parse(text)).hasToString(shown);
    }

    @Test
    void quotedOperandMayBeEmptyOrLookLikeAnOperator() {
        assertThat(Expect.parse("''").isMetBy("")).isTrue();
        assertThat(Expect.parse("'> 5'").isMetBy("> 5")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "=", ">", "== 5", "<> 5", "=> 5", "! 5"})
    void anythingElseIsRefusedWithTheFormThatWasExpected(String text) {
        assertThatThrownBy(() -> Expect.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one of = != < <= > >=")
                .hasMessageEndingWith("Found: " + text);
    }
}
