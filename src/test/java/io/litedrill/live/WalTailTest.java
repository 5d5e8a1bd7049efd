package io.litedrill.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.live.LiveState.Salts;
import io.litedrill.live.LiveState.Wal;
import io.litedrill.live.LiveState.WalState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule of the format, with a WAL that follows all others; the bytes are written here, with salts above 2^31. */
class WalTailTest {
    private static final Salts SALTS = new Salts(0xfffffffeL, 0x80000001L);
    private static final int FRAME = 24 + 512;

    private enum Order {
        BIG(ByteOrder.BIG_ENDIAN),
        LITTLE(ByteOrder.LITTLE_ENDIAN);

        private final ByteOrder order;

        Order(ByteOrder order) {
            this.order = order;
        }
    }

    @ParameterizedTest
    @EnumSource
    void bothByteOrdersOfChecksumsAreFollowed(Order order) throws IOException {
        Wal wal = read(wal(order, 0, 2, 0, 3, 0));

        assertThat(wal.state()).isEqualTo(WalState.COMMITS);
        assertThat(wal.salts()).contains(SALTS);
        assertThat(wal.end()).hasValue(32 + 4 * FRAME);
    }

    @Test
    void headerAloneIsSaidSo() throws IOException {
        Wal wal = read(wal(Order.LITTLE));

        assertThat(wal.state()).isEqualTo(WalState.HEADER_ONLY);
        assertThat(wal.salts()).contains(SALTS);
        assertThat(wal.end()).isEmpty();
    }

    @Test
    void framesWithoutAnyCommitAreNoEnd() throws IOException {
        assertThat(read(wal(Order.BIG, 0, 0)).state()).isEqualTo(WalState.HEADER_ONLY);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "4", "8", "15", "16", "23", "24", "31"})
    void headerWithAnyWrongByteIsInvalid(int at) throws IOException {
        ByteBuffer bytes = wal(Order.BIG, 1);
        bytes.put(at, (byte) (bytes.get(at) ^ 0x40));

        assertThat(read(bytes)).isEqualTo(Wal.without(WalState.INVALID));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31})
    void headerThatIsNotAllThereIsInvalid(int length) throws IOException {
        assertThat(read(wal(Order.BIG, 1).limit(length))).isEqualTo(Wal.without(WalState.INVALID));
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 131072, 513, 0, -1})
    void pageSizeOutOfRangeIsInvalid(int pageSize) throws IOException {
        assertThat(read(Frames.header(Order.BIG.order, pageSize))).isEqualTo(Wal.without(WalState.INVALID));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 8, 12, 16, 20, 24, 535})
    void frameWithAnyWrongByteIsTheEnd(int at) throws IOException {
        ByteBuffer bytes = wal(Order.LITTLE, 1, 1, 1);
        int position = 32 + FRAME + at;
        bytes.put(position, (byte) (bytes.get(position) ^ 1));

        assertThat(read(bytes).end()).hasValue(32 + FRAME);
    }

    @Test
    void pageNumberZeroIsTheEnd() throws IOException {
        Frames frames = new Frames(Order.BIG.order);
        frames.add(1, 1);
        frames.add(0, 1);

        assertThat(read(frames.bytes()).end()).hasValue(32 + FRAME);
    }

    @Test
    void walThatBeganAnewMeanwhileIsReadAgain() throws IOException {
        ByteBuffer old = wal(Order.BIG, 1, 1);
        ByteBuffer anew = wal(Order.LITTLE, 1);

        assertThat(LiveDatabase.wal(source(old, anew, anew, anew)).end()).hasValue(32 + FRAME);
    }

    @Test
    void walThatBeginsAnewEachTimeIsSaidToBeChanging() throws IOException {
        ByteBuffer one = wal(Order.BIG, 1);
        ByteBuffer other = wal(Order.LITTLE, 1);

        assertThat(LiveDatabase.wal(source(one, other, one, other, one, other, one, other, one, other)))
                .isEqualTo(Wal.without(WalState.CHANGING));
    }

    @Test
    void aDeletedWalIsEmpty() throws IOException {
        Iterator<ByteBuffer> once = List.of(wal(Order.BIG, 1)).iterator();

        assertThat(LiveDatabase.wal(() -> {
                    if (!once.hasNext()) {
                        throw new NoSuchFileException("app.db-wal");
                    }
                    return new ByteArrayInputStream(bytes(once.next()));
                }))
                .isEqualTo(Wal.without(WalState.NONE));
    }

    private static ByteBuffer wal(Order order, int... commits) {
        Frames frames = new Frames(order.order);
        for (int commit : commits) {
            frames.add(1, commit);
        }
        return frames.bytes();
    }

    private static Wal read(ByteBuffer bytes) throws IOException {
        byte[] content = bytes(bytes);
        return WalTail.read(() -> new ByteArrayInputStream(content)).orElseThrow();
    }

    /** Returns a source that opens the first content at first, then the second, and so on. */
    private static WalTail.Source source(ByteBuffer... contents) {
        Iterator<ByteBuffer> next = Arrays.asList(contents).iterator();
        return () -> new ByteArrayInputStream(bytes(next.next()));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] content = new byte[buffer.remaining()];
        buffer.duplicate().get(content);
        return content;
    }

    /** Writes a WAL of 512-byte pages with correct checksums. */
    private static final class Frames {
        private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
        private final ByteOrder order;
        private int sum1;
        private int sum2;

        Frames(ByteOrder order) {
            this(order, 512);
        }

        private Frames(ByteOrder order, int pageSize) {
            this.order = order;
            bytes.putInt(order == ByteOrder.BIG_ENDIAN ? 0x377f0683 : 0x377f0682)
                    .putInt(3_007_000)
                    .putInt(pageSize)
                    .putInt(7);
            bytes.putInt((int) SALTS.salt1()).putInt((int) SALTS.salt2());
            sum(0, 24);
            bytes.putInt(sum1).putInt(sum2);
        }

        static ByteBuffer header(ByteOrder order, int pageSize) {
            return new Frames(order, pageSize).bytes();
        }

        void add(int page, int commit) {
            int at = bytes.position();
            bytes.putInt(page).putInt(commit).putInt((int) SALTS.salt1()).putInt((int) SALTS.salt2());
            bytes.position(at + 24);
            for (int i = 0; i < 512; i++) {
                bytes.put((byte) (i * 7 + at));
            }
            sum(at, 8);
            sum(at + 24, 512);
            bytes.putInt(at + 16, sum1).putInt(at + 20, sum2);
        }

        private void sum(int from, int length) {
            ByteBuffer words = bytes.duplicate().order(order);
            for (int i = from; i < from + length; i += 8) {
                sum1 += words.getInt(i) + sum2;
                sum2 += words.getInt(i + 4) + sum1;
            }
        }

        ByteBuffer bytes() {
            return bytes.duplicate().flip();
        }
    }
}
