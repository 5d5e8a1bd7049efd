package io.litedrill.replica.format;

import static io.litedrill.replica.format.FormatAssertions.cut;
import static io.litedrill.replica.format.FormatAssertions.flip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.litedrill.replica.format.LtxBuilder.Encoding;
import io.litedrill.storage.StorageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LtxReaderTest {
    private static LtxBuilder small(Encoding encoding) {
        LtxBuilder builder = LtxBuilder.of(512, 9).txids(2, 3).encoding(encoding);
        for (long pgno : new long[] {2, 3, 9}) {
            builder.page(pgno, TestPages.page(512, pgno, 4));
        }
        return builder;
    }

    /** Returns number and content of each page, after reading the file to its end. */
    static List<String> read(byte[] file) throws IOException {
        List<String> pages = new ArrayList<>();
        try (LtxReader reader = new LtxReader(new ByteArrayInputStream(file), file.length)) {
            while (reader.next()) {
                pages.add(reader.pgno() + " " + Arrays.hashCode(reader.page()));
            }
            assertThat(reader.next()).isFalse();
        }
        return pages;
    }

    private static String page(int pageSize, long pgno, int variant) {
        return pgno + " " + Arrays.hashCode(TestPages.page(pageSize, pgno, variant));
    }

    @ParameterizedTest
    @EnumSource
    void readsTheSmallestAndTheLargestPages(Encoding encoding) throws Exception {
        for (int pageSize : new int[] {512, 4096, 65536}) {
            LtxBuilder builder = LtxBuilder.of(pageSize, 3).txids(1, 8).encoding(encoding);
            for (long pgno = 1; pgno <= 3; pgno++) {
                builder.page(pgno, TestPages.page(pageSize, pgno, 1));
            }
            assertThat(read(builder.build()))
                    .containsExactly(page(pageSize, 1, 1), page(pageSize, 2, 1), page(pageSize, 3, 1));
        }
    }

    @Test
    void readsBothEncodingsInOneFile() throws Exception {
        byte[] file = LtxBuilder.of(512, 2)
                .encoding(Encoding.FRAME)
                .page(1, TestPages.page(512, 1, 1))
                .encoding(Encoding.BLOCK)
                .page(2, TestPages.page(512, 2, 1))
                .build();
        assertThat(read(file)).containsExactly(page(512, 1, 1), page(512, 2, 1));
    }

    @Test
    void readsAPageOfSeveralLz4Blocks() throws Exception {
        byte[] content = TestPages.page(65536, 1, 1);
        byte[] frame =
                new Lz4Builder(content).contentPerBlock(10_000).blockChecksums().build();
        byte[] file = LtxBuilder.of(65536, 1).rawPage(1, 0, frame, content).build();
        assertThat(read(file)).containsExactly(page(65536, 1, 1));
    }

    @Test
    void readsASnapshotOfManyPages() throws Exception {
        assertThat(read(LtxBuilder.snapshot(512, 2000, 7, 3).build()))
                .hasSize(2000)
                .endsWith(page(512, 2000, 3));
    }

    @Test
    void readsAnIncrementWithoutPages() throws Exception {
        assertThat(read(LtxBuilder.of(512, 4).txids(7, 7).build())).isEmpty();
    }

    @Test
    void readsPagesOnBothSidesOfTheLockPage() throws Exception {
        byte[] file = LtxBuilder.of(65536, 20_000)
                .txids(0x8000000000000000L, -1)
                .page(16384, TestPages.page(65536, 16384, 1))
                .page(16386, TestPages.page(65536, 16386, 1))
                .build();
        assertThat(read(file)).containsExactly(page(65536, 16384, 1), page(65536, 16386, 1));
    }

    @Test
    void computesTheLockPageOfEachPageSize() {
        assertThat(LtxReader.lockPage(512)).isEqualTo(2097153);
        assertThat(LtxReader.lockPage(4096)).isEqualTo(262145);
        assertThat(LtxReader.lockPage(65536)).isEqualTo(16385);
    }

    @Test
    void usesItsPageBufferAgain() throws Exception {
        try (LtxReader reader = small(Encoding.BLOCK).open()) {
            reader.next();
            byte[] first = reader.page();
            reader.next();
            assertThat(reader.page()).isSameAs(first).isEqualTo(TestPages.page(512, 3, 4));
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesATruncationAtEveryByte(Encoding encoding) {
        byte[] file = small(encoding).build();
        for (int length = 0; length < file.length; length++) {
            byte[] truncated = cut(file, length);
            assertThatThrownBy(() -> read(truncated)).as("cut at %d", length).isInstanceOf(MalformedException.class);
        }
    }

    /**
     * No checksum of the block encoding covers compressed bytes, but one covers their content. A flipped bit may have
     * no effect, because a copy can be taken from two places; the content never differs.
     */
    @ParameterizedTest
    @EnumSource
    void neverGivesOtherPagesForAFlippedBit(Encoding encoding) throws Exception {
        byte[] file = small(encoding).build();
        BitSet compressed = compressed(encoding);
        List<String> pages = read(file);
        for (int i = 0; i < file.length * 8; i++) {
            byte[] flipped = flip(file, i / 8, i % 8);
            try {
                assertThat(read(flipped)).as("bit %d", i).isEqualTo(pages);
                assertThat(compressed.get(i / 8))
                        .as("bit %d does not matter, so it is in a block", i)
                        .isTrue();
            } catch (IOException e) {
                assertThat(e).as("bit %d", i).isInstanceOf(FormatException.class);
            }
        }
    }

    /** Returns the bytes of {@link #small} that are LZ4 blocks. */
    private static BitSet compressed(Encoding encoding) {
        BitSet blocks = new BitSet();
        int before = encoding == Encoding.BLOCK ? 6 + 4 : 6 + 7 + 4;
        int after = encoding == Encoding.BLOCK ? 0 : 8;
        int at = LtxHeader.SIZE;
        for (long pgno : new long[] {2, 3, 9}) {
            int length = Lz4Builder.compress(TestPages.page(512, pgno, 4)).length;
            blocks.set(at + before, at + before + length);
            at += before + length + after;
        }
        return blocks;
    }

    @Test
    void passesOnWhatTheStoreThrows() {
        byte[] file = small(Encoding.FRAME).build();
        StorageException broken = new StorageException(StorageException.Kind.CHANGED, "the object is shorter");
        for (int length = 0; length < file.length; length++) {
            InputStream start = FailingStream.after(cut(file, length), broken);
            assertThatThrownBy(() -> readAll(start, file.length)).isSameAs(broken);
        }
    }

    private static void readAll(InputStream in, long size) throws IOException {
        try (LtxReader reader = new LtxReader(in, size)) {
            while (reader.next()) {
                assertThat(reader.pgno()).isPositive();
            }
        }
    }
}
