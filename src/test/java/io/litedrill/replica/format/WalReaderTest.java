package io.litedrill.replica.format;

import static io.litedrill.replica.format.FormatAssertions.assertMalformed;
import static io.litedrill.replica.format.FormatAssertions.assertUnsupported;
import static io.litedrill.replica.format.FormatAssertions.cut;
import static io.litedrill.replica.format.FormatAssertions.flip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.litedrill.storage.StorageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.junit.jupiter.api.Test;

class WalReaderTest {
    private static final int FRAME = 24 + 512;

    private static WalBuilder twoFrames() {
        return new WalBuilder(512)
                .frame(1, 0, TestPages.page(512, 1, 1))
                .frame(0xffffffffL, 0xfffffffeL, TestPages.page(512, 2, 1));
    }

    private static int read(byte[] wal) throws IOException {
        return readAll(new ByteArrayInputStream(wal));
    }

    private static int readAll(InputStream wal) throws IOException {
        int frames = 0;
        try (WalReader reader = new WalReader(wal)) {
            while (reader.next()) {
                frames++;
            }
            assertThat(reader.next()).isFalse();
        }
        return frames;
    }

    @Test
    void readsHeaderAndFramesWithTheirHighestBits() throws Exception {
        byte[] wal = twoFrames()
                .salts(0xffffffffL, 0x80000000L)
                .checkpointSequence(0xfffffff0L)
                .build();
        try (WalReader reader = new WalReader(new ByteArrayInputStream(wal))) {
            assertThat(reader.header())
                    .isEqualTo(new WalHeader(false, 512, 0xfffffff0L, 0xffffffffL, 0x80000000L))
                    .isEqualTo(WalHeader.parse(wal));
            assertThat(reader.end()).isEqualTo(32);
            assertThat(reader.next()).isTrue();
            assertThat(reader.pgno()).isEqualTo(1);
            assertThat(reader.commitPages()).isZero();
            assertThat(reader.page()).isEqualTo(TestPages.page(512, 1, 1));
            assertThat(reader.offset()).isEqualTo(32);
            assertThat(reader.end()).isEqualTo(32 + FRAME);
            assertThat(reader.next()).isTrue();
            assertThat(reader.pgno()).isEqualTo(0xffffffffL);
            assertThat(reader.commitPages()).isEqualTo(0xfffffffeL);
            assertThat(reader.page()).isEqualTo(TestPages.page(512, 2, 1));
            assertThat(reader.end()).isEqualTo(wal.length);
            assertThat(reader.next()).isFalse();
        }
    }

    @Test
    void readsBothOrdersOfChecksumsAndEveryPageSize() throws Exception {
        for (int size = 512; size <= 65536; size *= 2) {
            WalBuilder builder = new WalBuilder(size).frame(2, 2, TestPages.page(size, 2, 1));
            assertThat(read(builder.build())).isEqualTo(1);
            byte[] big = builder.bigEndianChecksums().build();
            assertThat(read(big)).isEqualTo(1);
            assertThat(WalHeader.parse(big).bigEndianChecksums()).isTrue();
        }
    }

    @Test
    void readsSegmentsThatMeetInTheMiddleOfAFrame() throws Exception {
        byte[] wal = twoFrames().build();
        InputStream first = new ByteArrayInputStream(wal, 0, 100);
        InputStream second = new ByteArrayInputStream(wal, 100, wal.length - 100);
        assertThat(readAll(new SequenceInputStream(first, second))).isEqualTo(2);
    }

    @Test
    void readsAWalWithoutFrames() throws Exception {
        assertThat(read(new WalBuilder(4096).build())).isZero();
    }

    @Test
    void refusesAnotherMagic() {
        assertMalformed(() -> read(twoFrames().magic(0x377f0684L).build()), "Found: 0x377f0684", 0);
        assertMalformed(() -> read(twoFrames().magic(0xf77f0682L).build()), "Found: 0xf77f0682", 0);
    }

    @Test
    void namesAnotherVersionUnsupportedOnlyWhenTheHeaderIsIntact() {
        assertUnsupported(() -> read(twoFrames().version(3_007_001).build()), "version 3007001", 4);
        assertMalformed(() -> read(flip(twoFrames().build(), 7, 0)), "the WAL header's checksum is", 24);
    }

    @Test
    void refusesAnotherPageSize() {
        assertMalformed(() -> read(twoFrames().statedPageSize(513).build()), "power of two", 8);
        assertMalformed(() -> read(twoFrames().statedPageSize(256).build()), "Found: 256", 8);
        assertMalformed(() -> read(twoFrames().statedPageSize(0x80000000L).build()), "Found: 2147483648", 8);
    }

    @Test
    void refusesAWrongHeaderChecksum() {
        assertMalformed(() -> read(flip(twoFrames().build(), 24, 0)), "the WAL header's checksum is", 24);
        assertMalformed(() -> read(flip(twoFrames().build(), 31, 7)), "the WAL header's checksum is", 24);
    }

    @Test
    void refusesAFrameOfAnotherWal() {
        assertMalformed(
                () -> read(twoFrames().strangeSalt(1).build()),
                "salts of a WAL frame are the header's, 80000001, fedcba98. Found: 80000000, fedcba98",
                32 + FRAME + 8);
        assertMalformed(() -> read(flip(twoFrames().build(), 32 + 15, 0)), "Found: 80000001, fedcba99", 32 + 8);
    }

    @Test
    void refusesAWrongFrameChecksum() {
        byte[] wal = twoFrames().build();
        for (int at : new int[] {0, 4, 16, 23, 24, FRAME - 1}) {
            assertMalformed(() -> read(flip(wal, 32 + FRAME + at, 2)), "the WAL frame's checksum is", 32 + FRAME + 16);
        }
    }

    @Test
    void refusesFramesInAnotherOrder() {
        byte[] wal = new WalBuilder(512)
                .frame(1, 0, TestPages.page(512, 1, 1))
                .frame(2, 2, TestPages.page(512, 2, 1))
                .build();
        byte[] swapped = wal.clone();
        System.arraycopy(wal, 32, swapped, 32 + FRAME, FRAME);
        System.arraycopy(wal, 32 + FRAME, swapped, 32, FRAME);
        assertMalformed(() -> read(swapped), "the WAL frame's checksum is", 32 + 16);
    }

    @Test
    void refusesPageZero() {
        assertMalformed(
                () -> read(new WalBuilder(512).frame(0, 1, new byte[512]).build()), "page number", 32);
    }

    @Test
    void refusesATruncationAtEveryByteButBetweenFrames() throws Exception {
        byte[] wal = twoFrames().build();
        for (int length = 0; length < wal.length; length++) {
            byte[] truncated = cut(wal, length);
            if (length >= 32 && (length - 32) % FRAME == 0) {
                assertThat(read(truncated)).isEqualTo((length - 32) / FRAME);
            } else {
                assertThatThrownBy(() -> read(truncated))
                        .as("cut at %d", length)
                        .isInstanceOf(MalformedException.class);
            }
        }
    }

    @Test
    void detectsEveryFlippedBit() {
        byte[] wal = twoFrames().build();
        for (int i = 0; i < wal.length * 8; i++) {
            byte[] flipped = flip(wal, i / 8, i % 8);
            assertThatThrownBy(() -> read(flipped)).as("bit %d", i).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void passesOnWhatTheStoreThrows() {
        StorageException broken = new StorageException(StorageException.Kind.NOT_FOUND, "gone");
        byte[] start = cut(twoFrames().build(), 700);
        assertThatThrownBy(() -> readAll(FailingStream.after(start, broken))).isSameAs(broken);
    }
}
