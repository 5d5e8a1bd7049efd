package io.litedrill.replica.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Crc64Test {
    private static final long SEED = 20261123;

    @Test
    void givesTheCheckValueOfCrc64Iso() {
        Crc64 crc = new Crc64();
        crc.update("123456789".getBytes(StandardCharsets.US_ASCII));
        assertThat(crc.value()).isEqualTo(0xb90956c775a41001L);
    }

    @Test
    void givesZeroForNothing() {
        assertThat(new Crc64().value()).isZero();
    }

    @Test
    void agreesWithTheBitwiseDefinitionAtEveryLength() {
        byte[] bytes = random(300);
        for (int length = 0; length <= 256; length++) {
            Crc64 crc = new Crc64();
            crc.update(bytes, length % 40, length);
            assertThat(crc.value())
                    .as("length %d", length)
                    .isEqualTo(ReferenceCrc64.of(Arrays.copyOfRange(bytes, length % 40, length % 40 + length)));
        }
    }

    @Test
    void doesNotDependOnHowTheBytesAreCut() {
        Random random = new Random(SEED);
        byte[] bytes = random(70_000);
        long expected = ReferenceCrc64.of(bytes);
        for (int round = 0; round < 50; round++) {
            Crc64 crc = new Crc64();
            int at = 0;
            while (at < bytes.length) {
                int length = Math.min(bytes.length - at, random.nextInt(1 << random.nextInt(17)));
                crc.update(bytes, at, length);
                at += length;
            }
            assertThat(crc.value()).as("seed %d, round %d", SEED, round).isEqualTo(expected);
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(SEED).nextBytes(bytes);
        return bytes;
    }
}
