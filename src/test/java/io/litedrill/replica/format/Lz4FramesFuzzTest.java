package io.litedrill.replica.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.fuzz.FuzzTarget;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import net.jpountz.lz4.LZ4FrameInputStream;

/** Any bytes as a file of one LZ4 frame: unchanged, and with corrected checksums. */
class Lz4FramesFuzzTest extends FuzzTarget {
    /** One byte of a frame produces at most 255 bytes of content. */
    private static final int MOST_EXPANSION = 255;

    private static final int BUFFER = 1 << 16;

    @Override
    protected Stream<byte[]> seeds() {
        byte[] content = TestPages.page(1024, 1, 1);
        return Stream.of(
                Lz4Builder.frame(content),
                Lz4Builder.frame(new byte[0]),
                new Lz4Builder(content).contentPerBlock(100).blockChecksums().build(),
                new Lz4Builder(content).stored().contentSize().blockMaximum(4).build(),
                new Lz4Builder(new byte[3000])
                        .contentPerBlock(2000)
                        .noContentChecksum()
                        .build());
    }

    @Override
    protected void read(byte[] input) throws IOException {
        judge(input);
        judge(Sealing.lz4(input));
    }

    private static void judge(byte[] file) throws IOException {
        Optional<ByteBuffer> content = content(file);
        if (content.isPresent()) {
            byte[] bytes = content.get().array();
            assertThat((long) bytes.length).isLessThanOrEqualTo((long) MOST_EXPANSION * file.length);
            assertThat(content(Lz4Builder.frame(bytes))).isEqualTo(content);
            assertThat(content(Arrays.copyOf(file, file.length - 1))).isEmpty();
            assertThat(content(Arrays.copyOf(file, file.length + 1))).isEmpty();
            assertThat(ofLibrary(file)).isEqualTo(content.get());
        }
    }

    private static Optional<ByteBuffer> content(byte[] file) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (InputStream stream = Lz4Frames.open(new ByteArrayInputStream(file))) {
            byte[] buffer = new byte[BUFFER];
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                content.write(buffer, 0, count);
            }
            return Optional.of(ByteBuffer.wrap(content.toByteArray()));
        } catch (FormatException refused) {
            return Optional.empty();
        }
    }

    /** Returns the content by another reader of the format. */
    private static ByteBuffer ofLibrary(byte[] file) throws IOException {
        try (InputStream stream = new LZ4FrameInputStream(new ByteArrayInputStream(file))) {
            return ByteBuffer.wrap(stream.readAllBytes());
        }
    }
}
