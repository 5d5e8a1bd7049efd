package io.litedrill.replica.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.fuzz.FuzzTarget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Any bytes as an SQLite WAL: unchanged, and with corrected checksums. */
class WalReaderFuzzTest extends FuzzTarget {
    private static final int PAGE = 512;

    @Override
    protected Stream<byte[]> seeds() {
        return Stream.of(
                new WalBuilder(PAGE).build(),
                new WalBuilder(PAGE)
                        .frame(1, 0, TestPages.page(PAGE, 1, 1))
                        .frame(2, 2, TestPages.page(PAGE, 2, 1))
                        .build(),
                new WalBuilder(1024)
                        .bigEndianChecksums()
                        .checkpointSequence(9)
                        .frame(3, 3, TestPages.page(1024, 3, 1))
                        .build());
    }

    @Override
    protected void read(byte[] input) throws IOException {
        judge(input);
        judge(Sealing.wal(input));
    }

    private static void judge(byte[] file) throws IOException {
        // no byte of a WAL is redundant, so the content determines the file
        Optional<WalBuilder> read = content(file);
        if (read.isPresent()) {
            assertThat(read.get().build()).isEqualTo(file);
            byte[] flipped = file.clone();
            int bit = Math.floorMod(Arrays.hashCode(file), 8 * file.length);
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(content(flipped)).isEmpty();
            assertThat(content(Arrays.copyOf(file, file.length - 1))).isEmpty();
        }
    }

    private static Optional<WalBuilder> content(byte[] file) throws IOException {
        try (WalReader reader = new WalReader(new ByteArrayInputStream(file))) {
            WalHeader header = reader.header();
            WalBuilder copy = new WalBuilder(header.pageSize())
                    .salts(header.salt1(), header.salt2())
                    .checkpointSequence(header.checkpointSequence());
            if (header.bigEndianChecksums()) {
                copy.bigEndianChecksums();
            }
            while (reader.next()) {
                copy.frame(reader.pgno(), reader.commitPages(), reader.page());
            }
            return Optional.of(copy);
        } catch (FormatException refused) {
            return Optional.empty();
        }
    }
}
