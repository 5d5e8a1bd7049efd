package io.litedrill.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class S3SettingsTest {
    @Test
    void printsNoSecret() {
        S3Credentials keys = new S3Credentials("AKIA", "the-secret", Optional.of("the-token"));

        assertThat(new S3Settings("b", S3Endpoint.AMAZON, Optional.of(keys)).toString())
                .contains("AKIA")
                .doesNotContain("the-secret")
                .doesNotContain("the-token");
    }

    @Test
    void refusesAnInvalidAddressAndOneWithASecret() {
        for (String address : new String[] {
            "ftp://h", "localhost:9000", "http:///path", "https://user:pw@h", "https://h/?token=pw", "https://h/#pw"
        }) {
            assertThatThrownBy(() -> S3Endpoint.at(URI.create(address)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("pw");
        }
        assertThat(S3Endpoint.at(URI.create("https://h:9000/base")).forcePathStyle())
                .isTrue();
    }

    @Test
    void refusesAnEmptyBucket() {
        assertThatThrownBy(() -> new S3Settings(" ", S3Endpoint.AMAZON, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesPatienceWithoutLimits() {
        Duration second = Duration.ofSeconds(1);

        assertThatThrownBy(() -> new Timeouts(second, Duration.ZERO, second, second, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Timeouts(second, second, second, second, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
