package io.litedrill.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class SpareArraysTest {
    @Test
    void arraysThatAreFreeAreUsedAgainUpToANumber() {
        SpareArrays arrays = new SpareArrays(16, 2);
        byte[] first = arrays.take();
        byte[] second = arrays.take();
        byte[] third = arrays.take();
        assertThat(Set.of(first, second, third)).hasSize(3).allMatch(array -> array.length == 16);

        arrays.give(first);
        arrays.give(second);
        arrays.give(third);

        assertThat(arrays.take()).isSameAs(first);
        assertThat(arrays.take()).isSameAs(second);
        assertThat(arrays.take()).isNotSameAs(third);
    }
}
