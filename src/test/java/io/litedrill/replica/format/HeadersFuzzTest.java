package io.litedrill.replica.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.fuzz.FuzzTarget;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

/** Any bytes as the header of each kind of file, and as the numbers in it. */
class HeadersFuzzTest extends FuzzTarget {
    private static final int LEAST_PAGE = 512;

    /** Reads one header. */
    @FunctionalInterface
    private interface Parser {
        int pageSize(byte[] bytes) throws FormatException;
    }

    @Override
    protected Stream<byte[]> seeds() {
        byte[] sqlite = ByteBuffer.allocate(SqliteHeader.SIZE)
                .put("SQLite format 3\0".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 4096)
                .put(new byte[] {2, 2, 0, 64, 32, 32})
                .putInt(7)
                .putInt(5)
                .array();
        byte[] varints = {(byte) 0xff, (byte) 0x80, 1, 0, 0x7f, (byte) 0x80, 0};
        return Stream.of(
                sqlite,
                varints,
                Arrays.copyOf(LtxBuilder.of(4096, 9).txids(3, 4).build(), LtxHeader.SIZE),
                new WalBuilder(4096).build());
    }

    @Override
    protected void read(byte[] input) throws Exception {
        judge(input, bytes -> SqliteHeader.parse(bytes).pageSize());
        judge(input, bytes -> LtxHeader.parse(bytes).pageSize());
        judge(input, bytes -> WalHeader.parse(bytes).pageSize());
        judge(Sealing.wal(input), bytes -> WalHeader.parse(bytes).pageSize());
        varints(input);
    }

    private static void judge(byte[] input, Parser parser) {
        try {
            int pageSize = parser.pageSize(input);
            assertThat(pageSize).isBetween(LEAST_PAGE, PageSizes.MAX);
            assertThat(Integer.bitCount(pageSize)).isOne();
        } catch (FormatException refused) {
            assertThat(refused.offset()).isBetween(0L, (long) input.length);
        }
    }

    private static void varints(byte[] input) {
        ByteCursor cursor = new ByteCursor(input);
        long before = cursor.position();
        try {
            while (cursor.remaining() > 0) {
                cursor.uvarint();
                assertThat(cursor.position()).isBetween(before + 1, before + 10);
                before = cursor.position();
            }
        } catch (MalformedException refused) {
            assertThat(cursor.position()).isEqualTo(before);
        }
    }
}
