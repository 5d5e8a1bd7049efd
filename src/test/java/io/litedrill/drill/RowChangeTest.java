package io.litedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.verify.Contents;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowChangeTest {
    @ParameterizedTest
    @CsvSource({"0, true, 0 rows in 1 table", "1, true, 1 row in 1 table", "2, false, at least 2 rows in 1 table"})
    void numbersOfRowsAndTablesHaveTheirPlurals(long rows, boolean complete, String text) {
        Contents contents = new Contents("", 0, new TreeMap<>(Map.of("orders", rows)), complete, new TreeMap<>());
        assertThat(RowChange.size(contents)).isEqualTo(text);
    }
}
