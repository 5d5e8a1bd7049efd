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
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class Lz4FramesTest {
    private static final byte[] SMALL = TestPages.page(200, 1, 7);
    /** Magic, FLG, BD, header checksum. */
    private static final int HEADER = 7;

    private static byte[] read(byte[] frame) throws IOException {
        try (InputStream in = Lz4Frames.open(new ByteArrayInputStream(frame))) {
            return in.readAllBytes();
        }
    }

    @Test
    void readsWhatLitestreamWrites() throws Exception {
        byte[] content = TestPages.page(10_000_000, 1, 1);
        assertThat(read(Lz4Builder.frame(content))).isEqualTo(content);
    }

    @Test
    void readsEveryKindOfIndependentBlocks() throws Exception {
        byte[] content = TestPages.page(200_000, 2, 2);
        for (int perBlock : new int[] {1 << 16, 1 << 18, 1 << 20}) {
            Lz4Builder builder = new Lz4Builder(content).contentPerBlock(perBlock);
            assertThat(read(builder.build())).isEqualTo(content);
            assertThat(read(builder.blockChecksums().contentSize().build())).isEqualTo(content);
            assertThat(read(builder.stored().build())).isEqualTo(content);
            assertThat(read(builder.noContentChecksum().build())).isEqualTo(content);
        }
    }

    @Test
    void readsAnEmptyContent() throws Exception {
        assertThat(read(Lz4Builder.frame(new byte[0]))).isEmpty();
    }

    @Test
    void readsByteByByte() throws Exception {
        try (InputStream in = Lz4Frames.open(new ByteArrayInputStream(Lz4Builder.frame(SMALL)))) {
            for (byte expected : SMALL) {
                assertThat(in.read()).isEqualTo(expected & 0xff);
            }
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.read(new byte[3], 0, 3)).isEqualTo(-1);
        }
    }

    @Test
    void closesTheCompressedStream() throws Exception {
        boolean[] closed = new boolean[1];
        InputStream compressed = new ByteArrayInputStream(Lz4Builder.frame(SMALL)) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        InputStream content = Lz4Frames.open(compressed);
        content.close();
        content.close();
        assertThat(closed[0]).isTrue();
        assertThatThrownBy(content::read).isInstanceOf(IOException.class).hasMessage("the stream is closed");
    }

    @Test
    void refusesAnEmptyFile() {
        assertMalformed(() -> read(new byte[0]), "the file is empty", 0);
    }

    @Test
    void refusesAnotherMagicNumber() {
        byte[] frame = Lz4Builder.frame(SMALL);
        assertMalformed(() -> read(flip(frame, 0, 0)), "magic number 0x184d2204. Found: 0x184d2205", 0);
    }

    @Test
    void namesFramesOfOtherKindsUnsupported() {
        byte[] legacy = {0x02, 0x21, 0x4c, 0x18, 0, 0, 0, 0};
        assertUnsupported(() -> read(legacy), "legacy or skippable", 0);
        byte[] skippable = {0x5f, 0x2a, 0x4d, 0x18, 0, 0, 0, 0};
        assertUnsupported(() -> read(skippable), "legacy or skippable", 0);
    }

    @Test
    void namesAnEncryptedFileUnsupported() {
        byte[] age = "age-encryption.org/v1\n-> X25519 abc\n".getBytes(StandardCharsets.US_ASCII);
        assertUnsupported(() -> read(age), "encrypted with age", 0);
    }

    @Test
    void refusesAWrongHeaderChecksum() {
        byte[] frame = Lz4Builder.frame(SMALL);
        assertMalformed(() -> read(flip(frame, 6, 3)), "LZ4 header checksum", 6);
        byte[] sized = new Lz4Builder(SMALL).contentSize().build();
        assertMalformed(() -> read(flip(sized, 8, 3)), "LZ4 header checksum", 14);
    }

    @Test
    void namesFeaturesThatLitestreamDoesNotUseUnsupported() {
        assertUnsupported(() -> read(frameWithFlags(0x20)), "depend on each other", 4);
        assertUnsupported(() -> read(frameWithFlags(0x01)), "dictionary", 4);
        assertUnsupported(() -> read(frameWithFlags(0x02)), "flags 0x66 are not known", 4);
        assertUnsupported(() -> read(frameWithFlags(0xc0)), "flags 0xa4 are not known", 4);
        assertUnsupported(() -> read(new Lz4Builder(SMALL).descriptor(0xf0).build()), "descriptor 0xf0", 5);
        assertUnsupported(() -> read(new Lz4Builder(SMALL).descriptor(0x41).build()), "descriptor 0x41", 5);
        assertUnsupported(() -> read(new Lz4Builder(SMALL).descriptor(0x30).build()), "descriptor 0x30", 5);
    }

    private static byte[] frameWithFlags(int flipped) {
        return new Lz4Builder(SMALL).flipFlags(flipped).build();
    }

    @Test
    void believesNoBlockSizeAboveTheFramesMaximum() {
        byte[] frame = new Lz4Builder(SMALL).contentPerBlock(1 << 16).build();
        byte[] larger = frame.clone();
        larger[HEADER] = 1;
        larger[HEADER + 1] = 0;
        larger[HEADER + 2] = 1;
        assertMalformed(() -> read(larger), "1 to 65536 bytes. Found: 65537", HEADER);
        larger[HEADER + 3] = (byte) 0x80;
        assertMalformed(() -> read(larger), "1 to 65536 bytes. Found: 65537", HEADER);
        larger[HEADER + 3] = 0x7f;
        assertMalformed(() -> read(larger), "1 to 65536 bytes. Found: 2130771969", HEADER);
    }

    @Test
    void refusesAStoredBlockOfNoBytes() {
        byte[] frame = new Lz4Builder(SMALL).stored().build();
        frame[HEADER] = 0;
        assertMalformed(() -> read(frame), "Found: 0", HEADER);
    }

    @Test
    void refusesABlockThatInflatesBeyondTheFramesMaximum() {
        byte[] frame = new Lz4Builder(new byte[70_000]).blockMaximum(4).build();
        assertMalformed(() -> read(frame), "does not inflate into 65536 bytes", HEADER + 4);
    }

    @Test
    void refusesAWrongBlockChecksum() {
        byte[] frame = new Lz4Builder(SMALL).stored().blockChecksums().build();
        int checksum = HEADER + 4 + SMALL.length;
        assertMalformed(() -> read(flip(frame, checksum, 0)), "LZ4 block checksum is", checksum);
        assertMalformed(() -> read(flip(frame, HEADER + 4, 0)), "LZ4 block checksum is", checksum);
    }

    @Test
    void refusesAWrongContentChecksum() {
        byte[] frame = new Lz4Builder(SMALL).stored().build();
        int checksum = frame.length - 4;
        assertMalformed(() -> read(flip(frame, checksum, 0)), "LZ4 content checksum is", checksum);
        assertMalformed(() -> read(flip(frame, HEADER + 4, 0)), "LZ4 content checksum is", checksum);
    }

    @Test
    void refusesAWrongContentSize() {
        byte[] frame = new Lz4Builder(SMALL).contentSize(1L << 63).build();
        assertMalformed(
                () -> read(frame), "content has 9223372036854775808 bytes. Found: " + SMALL.length, frame.length - 4);
    }

    @Test
    void refusesAFrameWithoutEndMark() {
        byte[] frame = new Lz4Builder(SMALL).noEnd().build();
        assertMalformed(() -> read(frame), "ends inside the LZ4 block size", frame.length);
    }

    @Test
    void refusesWhateverFollowsTheFrame() {
        byte[] frame = Lz4Builder.frame(SMALL);
        assertMalformed(() -> read(Arrays.copyOf(frame, frame.length + 1)), "nothing follows", frame.length);
        byte[] twice = Arrays.copyOf(frame, 2 * frame.length);
        System.arraycopy(frame, 0, twice, frame.length, frame.length);
        assertMalformed(() -> read(twice), "nothing follows", frame.length);
    }

    @Test
    void refusesATruncationAtEveryByte() {
        byte[] frame = new Lz4Builder(SMALL).blockChecksums().contentSize().build();
        for (int length = 0; length < frame.length; length++) {
            byte[] truncated = cut(frame, length);
            assertThatThrownBy(() -> read(truncated)).as("cut at %d", length).isInstanceOf(MalformedException.class);
        }
    }

    /**
     * A flipped bit of a compressed block may have no effect, because a copy can be taken from two places. The
     * content never differs.
     */
    @Test
    void neverGivesOtherContentForAFlippedBit() {
        byte[] frame = Lz4Builder.frame(SMALL);
        for (int i = 0; i < frame.length * 8; i++) {
            byte[] flipped = flip(frame, i / 8, i % 8);
            try {
                assertThat(read(flipped)).as("bit %d", i).isEqualTo(SMALL);
                assertThat(i / 8).as("only a byte of the block may not matter").isBetween(HEADER + 4, frame.length - 9);
            } catch (IOException e) {
                assertThat(e).as("bit %d", i).isInstanceOf(FormatException.class);
            }
        }
    }

    @Test
    void passesOnWhatTheStoreThrows() {
        byte[] frame = Lz4Builder.frame(SMALL);
        StorageException broken = new StorageException(StorageException.Kind.UNREACHABLE, "connection reset");
        for (int length = 0; length < frame.length; length++) {
            byte[] start = cut(frame, length);
            assertThatThrownBy(() ->
                            Lz4Frames.open(FailingStream.after(start, broken)).readAllBytes())
                    .isSameAs(broken);
        }
    }
}
