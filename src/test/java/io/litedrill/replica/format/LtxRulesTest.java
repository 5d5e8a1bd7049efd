package io.litedrill.replica.format;

import static io.litedrill.replica.format.FormatAssertions.assertMalformed;
import static io.litedrill.replica.format.FormatAssertions.assertUnsupported;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.litedrill.replica.format.LtxBuilder.Encoding;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** One file per rule: only one fault, with every checksum correct for the bytes in the file. */
class LtxRulesTest {
    private static final int FIRST = LtxHeader.SIZE;
    private static final byte[] PAGE = TestPages.page(512, 1, 1);
    private static final byte[] BLOCK = Lz4Builder.compress(PAGE);
    private static final int FRAME = 6 + 4 + BLOCK.length;

    private static LtxBuilder increment() {
        return LtxBuilder.of(512, 9).txids(2, 2);
    }

    private static LtxBuilder threePages() {
        return increment().page(2, PAGE).page(3, PAGE).page(200, PAGE).header(15, (byte) 250);
    }

    private static void read(LtxBuilder builder) throws Exception {
        LtxReaderTest.read(builder.build());
    }

    @Test
    void readsTheFileThatAllOthersDifferFrom() {
        assertThatCode(() -> read(threePages())).doesNotThrowAnyException();
    }

    @Test
    void anEmptyFileIsMalformed() {
        assertMalformed(() -> LtxReaderTest.read(new byte[0]), "the file is empty", 0);
    }

    @Test
    void anEncryptedFileIsUnsupported() {
        byte[] age = "age-encryption.org/v1\n-> X25519 abc\n".getBytes(StandardCharsets.US_ASCII);
        assertUnsupported(() -> LtxReaderTest.read(age), "encrypted with age", 0);
    }

    @Test
    void unknownPageFlagsAreUnsupported() {
        assertUnsupported(() -> read(increment().rawPage(1, 2, BLOCK, PAGE)), "page flags 0x2", FIRST + 4);
        assertUnsupported(() -> read(increment().rawPage(1, 0x8001, BLOCK, PAGE)), "page flags 0x8001", FIRST + 4);
    }

    @Test
    void pagesAscend() {
        assertMalformed(() -> read(increment().page(2, PAGE).page(1, PAGE)), "the one before is 2", FIRST + FRAME);
        assertMalformed(() -> read(increment().page(2, PAGE).page(2, PAGE)), "Found: page 2", FIRST + FRAME);
    }

    @Test
    void pageZeroWithFlagsIsNoEnd() {
        assertMalformed(() -> read(increment().rawPage(0, 1, BLOCK, PAGE)), "Found: page 0", FIRST);
    }

    @Test
    void pagesLieInsideTheDatabase() {
        assertMalformed(() -> read(increment().page(10, PAGE)), "beyond the database's 9 pages", FIRST);
        assertMalformed(() -> read(increment().page(0xffffffffL, PAGE)), "Found: page 4294967295", FIRST);
    }

    @Test
    void theLockPageIsNeverStored() {
        LtxBuilder builder = LtxBuilder.of(65536, 20_000).txids(2, 2).page(16385, TestPages.page(65536, 1, 1));
        assertMalformed(() -> read(builder), "the lock page is never stored", FIRST);
    }

    @Test
    void aSnapshotHoldsEveryPage() {
        assertMalformed(() -> read(LtxBuilder.of(512, 2).page(2, PAGE)), "page 1 comes next. Found: page 2", FIRST);
        assertMalformed(
                () -> read(LtxBuilder.of(512, 3).page(1, PAGE).page(3, PAGE)), "page 2 comes next", FIRST + FRAME);
        assertMalformed(
                () -> read(LtxBuilder.of(512, 3).page(1, PAGE).page(2, PAGE)),
                "every page to 3. Found: the last is page 2",
                FIRST + 2 * FRAME);
        assertMalformed(() -> read(LtxBuilder.of(512, 3)), "the last is page 0", FIRST);
    }

    @Test
    void aSnapshotLeavesOutTheLockPageAlone() throws Exception {
        LtxHeader header = LtxBuilder.of(65536, 16_386).open().header();
        LtxPageOrder order = new LtxPageOrder(header);
        for (long pgno = 1; pgno < 16_385; pgno++) {
            order.accept(pgno, 0);
        }
        assertMalformed(() -> order.accept(16_385, 7), "the lock page", 7);
        assertMalformed(() -> order.end(8), "the last is page 16384", 8);
        order.accept(16_386, 0);
        assertThatCode(() -> order.end(0)).doesNotThrowAnyException();
    }

    @Test
    void theSizeOfAPageIsBounded() {
        int most = Lz4Blocks.longestFor(512);
        assertMalformed(() -> read(increment().block(1, BLOCK, 0, PAGE)), "1 to " + most + " bytes", FIRST + 6);
        assertMalformed(() -> read(increment().block(1, BLOCK, most + 1, PAGE)), "Found: " + (most + 1), FIRST + 6);
        assertMalformed(() -> read(increment().block(1, BLOCK, -1, PAGE)), "Found: 4294967295", FIRST + 6);
    }

    @Test
    void aBlockInflatesToExactlyOnePage() {
        byte[] shorter = Lz4Builder.compress(Arrays.copyOf(PAGE, 511));
        assertMalformed(
                () -> read(increment().block(1, shorter, shorter.length, PAGE)),
                "inflates to 512 bytes. Found: 511",
                FIRST + 6);
        byte[] longer = Lz4Builder.compress(Arrays.copyOf(PAGE, 513));
        assertMalformed(
                () -> read(increment().block(1, longer, longer.length, PAGE)), "does not inflate into", FIRST + 10);
        byte[] garbage = {(byte) 0xf0, (byte) 0xff, (byte) 0xff, 1};
        assertMalformed(() -> read(increment().block(1, garbage, 4, PAGE)), "does not inflate into", FIRST + 10);
    }

    @Test
    void aFrameInflatesToExactlyOnePage() {
        byte[] shorter = Lz4Builder.frame(Arrays.copyOf(PAGE, 511));
        assertMalformed(() -> read(increment().rawPage(1, 0, shorter, PAGE)), "to 512 bytes. Found: 511", FIRST + 6);
        byte[] longer = new Lz4Builder(new byte[2048]).contentPerBlock(512).build();
        int second = FIRST + 6 + 7 + 4 + Lz4Builder.compress(new byte[512]).length;
        assertMalformed(() -> read(increment().rawPage(1, 0, longer, PAGE)), "at most 512 bytes", second);
        byte[] oneBlock = Lz4Builder.frame(new byte[513]);
        assertMalformed(() -> read(increment().rawPage(1, 0, oneBlock, PAGE)), "does not inflate into", FIRST + 17);
        byte[] stored = new Lz4Builder(new byte[513]).stored().build();
        assertMalformed(() -> read(increment().rawPage(1, 0, stored, PAGE)), "at most 512 bytes", FIRST + 13);
    }

    @Test
    void aFrameMustBeOfASupportedKind() {
        byte[] dependent = new Lz4Builder(PAGE).flipFlags(0x20).build();
        assertUnsupported(() -> read(increment().rawPage(1, 0, dependent, PAGE)), "depend on each other", FIRST + 10);
    }

    @Test
    void sixZeroBytesEndThePages() {
        byte[] other = {0, 0, 0, 0, 0, 1};
        assertMalformed(() -> read(threePages().endOfPages(other)), "Found: page 0", FIRST + 3 * FRAME);
    }

    @Test
    void theIndexListsWhatWasRead() {
        int index = FIRST + 3 * FRAME + 6;
        assertMalformed(() -> read(threePages().editIndex(0, 0, -1)), "exactly the pages", index);
        assertMalformed(() -> read(threePages().editIndex(2, 0, 1)), "exactly the pages", index);
        assertMalformed(() -> read(threePages().editIndex(0, 1, 1)), "page 2 starts at 100", index);
        assertMalformed(() -> read(threePages().editIndex(2, 2, -1)), "exactly the pages", index);
        assertMalformed(() -> read(threePages().editIndex(2, 2, 1)), "ends by", index + entry(0) + entry(1));
        assertMalformed(() -> read(threePages().editIndex(0, 2, -1)), "page 3 starts at", index + entry(0));
        assertMalformed(() -> read(threePages().editIndex(0, 1, Long.MIN_VALUE)), "9223372036854775908", index);
        assertMalformed(() -> read(threePages().editIndex(1, 2, Long.MIN_VALUE)), "page 3 starts at", index + entry(0));
    }

    @Test
    void theIndexShiftsNoLengthFromOneEntryToTheNext() {
        LtxBuilder shifted = threePages().editIndex(0, 2, 1).editIndex(1, 1, 1).editIndex(1, 2, -1);
        assertMalformed(() -> read(shifted), "exactly the pages", FIRST + 3 * FRAME + 6);
    }

    @Test
    void theIndexAscends() {
        assertMalformed(
                () -> read(threePages().editIndex(1, 0, -1)),
                "page 3 or later comes next. Found: page 2",
                FIRST + 3 * FRAME + 6 + entry(0));
    }

    @Test
    void theIndexEndsWhereThePagesDo() {
        assertMalformed(() -> read(threePages().editIndex(1, 0, -3)), "exactly the pages", FIRST + 3 * FRAME + 6);
    }

    /** Returns the number of bytes of an index entry: page number, offset and length. */
    private static int entry(int index) {
        return uvarint(index + 2) + uvarint(FIRST + (long) index * FRAME) + uvarint(FRAME);
    }

    private static int uvarint(long value) {
        return value < 128 ? 1 : 2;
    }

    @Test
    void theIndexStatesItsLength() {
        int lengthField = threePages().build().length - 24;
        assertMalformed(() -> read(threePages().indexLengthError(1)), "the page index is", lengthField);
        assertMalformed(() -> read(threePages().indexLengthError(Long.MIN_VALUE)), "Found: 92233", lengthField);
    }

    @Test
    void thePostApplyChecksumIsZero() {
        int trailer = threePages().build().length - 16;
        assertMalformed(() -> read(threePages().postApply(1)), "post-apply checksum", trailer);
        assertMalformed(() -> read(threePages().postApply(1L << 63)), "post-apply checksum", trailer);
    }

    @Test
    void theFileChecksumMatches() {
        int checksum = threePages().build().length - 8;
        assertMalformed(() -> read(threePages().checksumError(1)), "the LTX file checksum is", checksum);
        assertMalformed(() -> read(threePages().checksumError(1L << 63)), "the LTX file checksum is", checksum);
    }

    @Test
    void theFileChecksumCoversTheContentOfPages() {
        LtxBuilder builder = increment().block(2, BLOCK, BLOCK.length, TestPages.page(512, 1, 2));
        assertMalformed(() -> read(builder), "the LTX file checksum is", builder.build().length - 8);
        LtxBuilder frame = increment().rawPage(2, 0, Lz4Builder.frame(PAGE), TestPages.page(512, 1, 2));
        assertMalformed(() -> read(frame), "the LTX file checksum is", frame.build().length - 8);
    }

    @Test
    void nothingFollowsTheTrailer() {
        byte[] file = threePages().encoding(Encoding.BLOCK).trailing((byte) 0).build();
        assertMalformed(() -> LtxReaderTest.read(file), "nothing follows the trailer", file.length - 1);
    }

    @Test
    void theFileIsAsLongAsItsListingSays() {
        byte[] file = threePages().build();
        assertMalformed(() -> readAs(file, file.length + 1L), "a file of " + (file.length + 1), file.length);
        assertMalformed(() -> readAs(file, file.length - 1L), "a file of " + (file.length - 1), file.length);
        byte[] grown = Arrays.copyOf(file, file.length + 1);
        assertMalformed(() -> readAs(grown, file.length), "nothing follows the trailer", file.length);
    }

    private static void readAs(byte[] file, long size) throws Exception {
        try (LtxReader reader = new LtxReader(new ByteArrayInputStream(file), size)) {
            while (reader.next()) {
                assertThatCode(reader::pgno).doesNotThrowAnyException();
            }
        }
    }
}
