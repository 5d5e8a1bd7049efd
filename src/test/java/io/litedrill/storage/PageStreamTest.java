package io.litedrill.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PageStreamTest {
    private static final Duration LONG = Duration.ofHours(1);

    private static InputStream page(int bytes, long most, Duration time) {
        return new PageStream(new ByteArrayInputStream(new byte[bytes]), most, time);
    }

    @Test
    void readsAsManyBytesAsAllowed() throws IOException {
        assertThat(page(100, 100, LONG).readAllBytes()).hasSize(100);
        assertThat(page(0, 100, LONG).read()).isEqualTo(-1);
    }

    @Test
    void failsAfterTooManyBytes() {
        assertThatThrownBy(() -> page(101, 100, LONG).readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 100 bytes");
        assertThatThrownBy(() -> {
                    try (InputStream page = page(2, 1, LONG)) {
                        page.read();
                        page.read();
                    }
                })
                .hasMessageContaining("more than 1 bytes");
    }

    @Test
    void failsAfterTooLong() {
        assertThatThrownBy(() -> page(1, 100, Duration.ofHours(-1)).readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("takes too long");
    }
}
