package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {
    @Test
    void isFinal() {
        assertThat(Main.class).isFinal();
    }
}
