package io.litedrill.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyOrderTest {
    @Test
    void ordersAsTheBytesDo() {
        List<String> keys =
                List.of("", "a", "a/", "a.b", "aa", "b", "é", "\uffee", "\ue000x", "😀", "😀a", "😁", "漢", "\ud7ff");

        for (String left : keys) {
            for (String right : keys) {
                int bytes = Arrays.compareUnsigned(left.getBytes(UTF_8), right.getBytes(UTF_8));
                assertThat(Integer.signum(KeyOrder.UTF_8.compare(left, right)))
                        .as("%s and %s", left, right)
                        .isEqualTo(Integer.signum(bytes));
            }
        }
    }
}
