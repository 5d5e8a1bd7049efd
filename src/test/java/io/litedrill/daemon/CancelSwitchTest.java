package io.litedrill.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CancelSwitchTest {
    private final CancelSwitch cancel = new CancelSwitch();

    @Test
    void aCancelledRestoreReplacesNothing() {
        assertThat(cancel.begin(Thread.currentThread())).isTrue();
        assertThat(cancel.cancel("oncall")).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(cancel.replace()).isFalse();
        assertThat(cancel.cancelledBy()).contains("oncall");

        cancel.end();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void oneThatWaitsDoesNotBegin() {
        assertThat(cancel.cancel("oncall")).isTrue();
        assertThat(cancel.begin(Thread.currentThread())).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void oneThatReplacesIsNotCancelled() {
        assertThat(cancel.begin(Thread.currentThread())).isTrue();
        assertThat(cancel.replace()).isTrue();
        assertThat(cancel.cancel("oncall")).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(cancel.cancelledBy()).isEmpty();
    }
}
