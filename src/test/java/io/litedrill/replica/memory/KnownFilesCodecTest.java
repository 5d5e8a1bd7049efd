package io.litedrill.replica.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.litedrill.replica.memory.MissedFile.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KnownFilesCodecTest {
    private static final Instant AT = Instant.parse("2026-11-01T00:00:00.123456789Z");

    private static KnownFile segment(long index, long offset, long size, Instant modified) {
        String key =
                String.format(Locale.ROOT, "app/generations/00000000000000aa/wal/%08x_%08x.wal.lz4", index, offset);
        return new KnownFile(key, size, modified);
    }

    private static KnownFiles sample() {
        KnownFile snapshot =
                new KnownFile("/0009/0000000000000001-ffffffffffffffff.ltx", Long.MAX_VALUE, Instant.EPOCH);
        KnownFile gone = segment(7, 0, 0, Instant.parse("1901-01-01T00:00:00.999999999Z"));
        return new KnownFiles(
                "file:///b",
                AT,
                List.of(segment(1, 0, 17, AT), segment(1, 4152, 300, AT.plusNanos(1)), snapshot),
                List.of(
                        new MissedFile(gone, AT, AT.plusSeconds(60), Change.GONE),
                        new MissedFile(segment(8, 0, 1, AT), AT, AT, Change.REPLACED)));
    }

    private static KnownFiles decode(byte[] bytes) {
        return KnownFilesCodec.decode("file:///b", AT, bytes);
    }

    @Test
    void whatIsEncodedComesBack() {
        KnownFiles none = new KnownFiles("file:///b", AT, List.of(), List.of());

        assertThat(decode(KnownFilesCodec.encode(sample()))).isEqualTo(sample());
        assertThat(decode(KnownFilesCodec.encode(none))).isEqualTo(none);
    }

    /** A day of Litestream 0.3 with its default sync interval. */
    @Test
    void aHundredThousandFilesTakeSomeTenBytesEach() {
        long seed = 42;
        Random random = new Random(seed);
        List<KnownFile> files = new ArrayList<>();
        Instant time = AT;
        long offset = 0;
        for (int i = 0; i < 100_000; i++) {
            time = time.plusNanos(1_000_000_000L + random.nextInt(50_000_000));
            offset = i % 1000 == 0 ? 0 : offset + 4120L * (1 + random.nextInt(20));
            files.add(segment(i / 1000, offset, 500 + random.nextInt(20_000), time));
        }
        KnownFiles known = new KnownFiles("file:///b", AT, files, List.of());
        long start = System.nanoTime();
        byte[] bytes = KnownFilesCodec.encode(known);
        long encoded = System.nanoTime();
        KnownFiles back = decode(bytes);
        System.out.printf(
                "100,000 files: %d bytes, encoded in %d ms, decoded in %d ms%n",
                bytes.length, (encoded - start) / 1_000_000, (System.nanoTime() - encoded) / 1_000_000);

        assertThat(back).isEqualTo(known);
        assertThat(bytes.length).isLessThan(1_400_000);
    }

    @Test
    void bytesOfAnotherMakeAreRefused() {
        assertThatThrownBy(() -> decode(new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> decode(new byte[] {3, 0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("version 2");
        assertThatThrownBy(() -> decode(new byte[] {1, 1, 2, 3})).isInstanceOf(IllegalArgumentException.class);
    }

    /** It is a column of a file that others may have written to: it is refused or read, without a crash. */
    @Test
    void damagedBytesNeverDoHarm() {
        byte[] sound = KnownFilesCodec.encode(sample());
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 5000; i++) {
            byte[] bytes = Arrays.copyOf(sound, 1 + random.nextInt(sound.length));
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                decode(bytes);
            } catch (IllegalArgumentException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(4000);
    }
}
