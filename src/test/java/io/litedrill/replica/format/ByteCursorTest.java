package io.litedrill.replica.format;

import static io.litedrill.replica.format.FormatAssertions.assertMalformed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ByteCursorTest {
    private static ByteCursor over(String hex) {
        return new ByteCursor(HexFormat.of().parseHex(hex));
    }

    @Test
    void keepsTheHighestBitOfEveryWidth() throws Exception {
        assertThat(over("ff").u8()).isEqualTo(255);
        assertThat(over("fffe").u16()).isEqualTo(65534);
        assertThat(over("fffffffe").u32()).isEqualTo(4294967294L);
        assertThat(over("feffffff").u32LittleEndian()).isEqualTo(4294967294L);
        assertThat(over("80000000000000ff").u64()).isEqualTo(0x80000000000000ffL);
        assertThat(over("ff00000000000080").u64LittleEndian()).isEqualTo(0x80000000000000ffL);
        assertThat(over("fffffffffffffffe").i64()).isEqualTo(-2);
    }

    @Test
    void readsVarintsUpTo64Bits() throws Exception {
        assertThat(over("00").uvarint()).isZero();
        assertThat(over("7f").uvarint()).isEqualTo(127);
        assertThat(over("8001").uvarint()).isEqualTo(128);
        assertThat(over("ffffffff0f").uvarint()).isEqualTo(4294967295L);
        assertThat(over("ffffffffffffffffff01").uvarint()).isEqualTo(-1);
    }

    @Test
    void refusesVarintsBeyond64Bits() {
        assertMalformed(() -> over("ffffffffffffffffff02").uvarint(), "at most 64 bits", 0);
        assertMalformed(() -> over("8080808080808080808001").uvarint(), "at most 64 bits", 0);
    }

    @Test
    void refusesToReadBeyondTheRangeAndDoesNotMove() {
        byte[] array = new byte[20];
        ByteCursor cursor = new ByteCursor(array, 3, 1, 1000);
        assertMalformed(cursor::u16, "2 bytes required, 1 left", 1000);
        assertMalformed(cursor::u32, "4 bytes required, 1 left", 1000);
        assertMalformed(cursor::u32LittleEndian, "4 bytes required, 1 left", 1000);
        assertMalformed(cursor::u64, "8 bytes required, 1 left", 1000);
        assertMalformed(cursor::i64, "8 bytes required, 1 left", 1000);
        assertMalformed(() -> cursor.bytes(Integer.MAX_VALUE), "required, 1 left", 1000);
        assertMalformed(() -> cursor.skip(2), "2 bytes required", 1000);
        assertMalformed(() -> cursor.skip(-1), "-1 bytes required", 1000);
        assertThat(cursor.position()).isEqualTo(1000);
        assertThat(cursor.remaining()).isEqualTo(1);
    }

    @Test
    void refusesAVarintThatTheRangeCutsOff() {
        assertMalformed(() -> over("ffff").uvarint(), "3 bytes required, 2 left", 0);
        assertMalformed(() -> over("").u8(), "1 bytes required, 0 left", 0);
    }

    @Test
    void readsOnlyItsPartOfTheArray() throws Exception {
        ByteCursor cursor = new ByteCursor(new byte[] {1, 2, 3, 4, 5}, 1, 3, 70);
        assertThat(cursor.u8()).isEqualTo(2);
        assertThat(cursor.position()).isEqualTo(71);
        assertThat(cursor.bytes(2)).containsExactly(3, 4);
        assertMalformed(cursor::u8, "1 bytes required, 0 left", 73);
    }

    @Test
    void refusesAPartOutsideTheArray() {
        assertThatThrownBy(() -> new ByteCursor(new byte[4], 2, 3, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
