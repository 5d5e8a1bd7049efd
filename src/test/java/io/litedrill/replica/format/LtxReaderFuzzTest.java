package io.litedrill.replica.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.fuzz.FuzzTarget;
import io.litedrill.replica.format.LtxBuilder.Encoding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Any bytes as an LTX file: unchanged, and with corrected checksums. */
class LtxReaderFuzzTest extends FuzzTarget {
    private static final int PAGE = 512;

    private record Content(LtxHeader header, SortedMap<Long, ByteBuffer> pages) {}

    @Override
    protected Stream<byte[]> seeds() {
        LtxBuilder mixed = LtxBuilder.of(PAGE, 300)
                .txids(7, 9)
                .wal(32, 4096, 5, 6)
                .page(1, TestPages.page(PAGE, 1, 1))
                .encoding(Encoding.FRAME)
                .page(200, TestPages.page(PAGE, 200, 2));
        byte[] small = new Lz4Builder(new byte[PAGE])
                .contentPerBlock(200)
                .blockChecksums()
                .contentSize()
                .build();
        return Stream.of(
                LtxBuilder.snapshot(PAGE, 3, 1, 0).build(),
                LtxBuilder.of(PAGE, 2).txids(2, 2).build(),
                mixed.build(),
                LtxBuilder.of(PAGE, 2)
                        .txids(2, 2)
                        .rawPage(2, 0, small, new byte[PAGE])
                        .build());
    }

    @Override
    protected void read(byte[] input) throws IOException {
        judge(input);
        judge(Sealing.ltx(input, false));
        judge(Sealing.ltx(input, true));
    }

    private static void judge(byte[] file) throws IOException {
        Optional<Content> content = content(file);
        if (content.isPresent()) {
            isLawful(content.get());
            assertThat(content(rebuilt(content.get()))).isEqualTo(content);
            assertThat(content(Arrays.copyOf(file, file.length - 1))).isEmpty();
            assertThat(content(Arrays.copyOf(file, file.length + 1))).isEmpty();
            byte[] flipped = file.clone();
            int bit = Math.floorMod(Arrays.hashCode(file), 8 * file.length);
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            // LZ4 has several encodings of the same content; the content must not differ
            content(flipped).ifPresent(other -> assertThat(other).isEqualTo(content.get()));
        }
    }

    private static Optional<Content> content(byte[] file) throws IOException {
        SortedMap<Long, ByteBuffer> pages = new TreeMap<>();
        try (LtxReader reader = new LtxReader(new ByteArrayInputStream(file), file.length)) {
            while (reader.next()) {
                pages.put(reader.pgno(), ByteBuffer.wrap(reader.page().clone()));
            }
            return Optional.of(new Content(reader.header(), pages));
        } catch (FormatException refused) {
            return Optional.empty();
        }
    }

    private static void isLawful(Content content) {
        LtxHeader header = content.header();
        long lock = LtxReader.lockPage(header.pageSize());
        assertThat(content.pages().keySet())
                .doesNotContain(lock)
                .allMatch(pgno -> pgno >= 1 && pgno <= header.commitPages());
        if (header.isSnapshot()) {
            long all = header.commitPages() - (header.commitPages() >= lock ? 1 : 0);
            assertThat((long) content.pages().size()).isEqualTo(all);
        }
    }

    private static byte[] rebuilt(Content content) {
        LtxHeader header = content.header();
        LtxBuilder builder = LtxBuilder.of(header.pageSize(), header.commitPages())
                .txids(header.minTxid(), header.maxTxid())
                .timestamp(header.timestamp())
                .wal(header.wal().offset(), header.wal().size(), header.salt1(), header.salt2());
        content.pages().forEach((pgno, page) -> builder.page(pgno, bytes(page)));
        return builder.build();
    }

    private static byte[] bytes(ByteBuffer page) {
        byte[] bytes = new byte[page.remaining()];
        page.duplicate().get(bytes);
        return bytes;
    }
}
