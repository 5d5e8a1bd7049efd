package io.litedrill.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every message of SQLite's checks, as in the sources of pragma.c, btree.c, fts3.c, fts5_main.c and rtree.c. */
class IntegrityMessageTest {
    private static final String[] DAMAGE = {
        "*** in database main ***\nTree 2 page 4 cell 3: Rowid 9 out of order",
        "*** in database main ***\nTree 2 page 4 right child: Child page depth differs",
        "*** in database main ***\nTree 2 page 4: btreeInitPage() returns error code 11",
        "*** in database main ***\nTree 2 page 4: unable to get the page. error code=10",
        "*** in database main ***\nTree 2 page 4: free space corruption",
        "*** in database main ***\nTree 2 page 4 cell 1: Offset 70000 out of range 400..4096",
        "*** in database main ***\nTree 2 page 4 cell 1: Extends off end of page",
        "*** in database main ***\nTree 2 page 4 cell 1: 2nd reference to page 7",
        "*** in database main ***\nTree 2 page 4 cell 1: invalid page number 900",
        "*** in database main ***\nTree 2 page 4 cell 1: overflow list length is 3 but should be 2",
        "*** in database main ***\nTree 2 page 4: failed to get page 8",
        "*** in database main ***\nMultiple uses for byte 40 of page 2",
        "*** in database main ***\nFragmentation of 4 bytes reported as 2 on page 2",
        "*** in database main ***\nFreelist: freelist leaf count too big on page 3",
        "*** in database main ***\nFreelist: size is 3 but should be 2",
        "*** in database main ***\nFailed to read ptrmap key=3",
        "*** in database main ***\nBad ptr map entry key=3 expected=(1,0) got=(2,0)",
        "*** in database main ***\nmax rootpage (3) disagrees with header (5)",
        "*** in database main ***\nincremental_vacuum enabled with a max rootpage of zero",
        "*** in database main ***\nbtree depth exceeds 20",
        "*** in database main ***\nPage 5: never used",
        "*** in database main ***\nPage 5: pointer map referenced",
        "wrong # of entries in index i",
        "row 5 missing from index i",
        "row -5 missing from index NULL value in",
        "row 5 values differ from index i",
        "rowid not at end-of-record for row 5 of index i",
        "row not in PRIMARY KEY order for t",
        "database disk image is malformed"
    };

    private static final String[] CONTENT = {
        "NULL value in t.c",
        "non-ANY value in t.c",
        "non-BLOB value in t.c",
        "non-INT value in t.c",
        "non-INTEGER value in t.c",
        "non-REAL value in t.c",
        "non-TEXT value in t.c",
        "NUMERIC value in t.c",
        "TEXT value in t.c",
        "CHECK constraint failed in t",
        "CHECK constraint failed in row 5 missing from index i",
        "non-unique entry in index i"
    };

    private static final String[] REBUILD = {
        "malformed inverted index for FTS5 table main.t",
        "malformed inverted index for FTS4 table main.t",
        "malformed inverted index for FTS3 table main.t",
        "unable to validate the inverted index for FTS5 table main.t: SQL logic error",
        "unable to validate the inverted index for FTS4 table main.t: SQL logic error",
        "In RTree main.t:\nNode 3 missing from database",
        "In RTree main.t:\nMapping (3 -> 1) missing from %_rowid table\nDimension 0 of cell 1 on node 2 is corrupt",
        "index i stores an imprecise floating-point value for row 4"
    };

    private static final String[] NOT_RUN = {
        "unable to validate the inverted index for FTS5 table main.t: out of memory",
        "unable to validate the inverted index for FTS4 table main.t: disk I/O error",
        "unable to validate the inverted index for FTS5 table main.t: interrupted"
    };

    private static Complaint complaint(String text) {
        return IntegrityMessage.of(text).orElseThrow().complaint(text);
    }

    @Test
    void pagesTreesFreelistAndIndexEntriesAreDamage() {
        assertThat(DAMAGE).allSatisfy(text -> assertThat(complaint(text)).isEqualTo(new Complaint.Damage(text)));
    }

    @Test
    void constraintsOfRowsAreContent() {
        assertThat(CONTENT).allSatisfy(text -> assertThat(complaint(text)).isInstanceOf(Complaint.Content.class));
        assertThat(complaint("NULL value in t.c")).isEqualTo(new Complaint.Content("t.c: NOT NULL"));
        assertThat(complaint("non-INT value in t.c")).isEqualTo(new Complaint.Content("t.c: non-INT value"));
        assertThat(complaint("CHECK constraint failed in t")).isEqualTo(new Complaint.Content("t: CHECK"));
    }

    @Test
    void indexesThatSqliteCanMakeAgainNameTheCommand() {
        assertThat(REBUILD).allSatisfy(text -> assertThat(complaint(text)).isInstanceOf(Complaint.Rebuild.class));
        assertThat(((Complaint.Rebuild) complaint(REBUILD[0])).object())
                .contains("INSERT INTO \"t\"(\"t\") VALUES('rebuild')");
        assertThat(((Complaint.Rebuild) complaint(REBUILD[7])).object()).contains("REINDEX \"i\"");
    }

    @Test
    void whatThePlaceLacksSaysNothingOfTheFile() {
        assertThat(NOT_RUN).allSatisfy(text -> assertThat(complaint(text)).isInstanceOf(Complaint.NotRun.class));
    }

    @Test
    void everyMessageHasAnExample() {
        Set<IntegrityMessage> met = Arrays.asList(DAMAGE, CONTENT, REBUILD, NOT_RUN).stream()
                .flatMap(Arrays::stream)
                .map(text -> IntegrityMessage.of(text).orElseThrow())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(IntegrityMessage.class)));

        assertThat(met).containsExactlyInAnyOrder(IntegrityMessage.values());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "something new", "null value in t.c", "a NULL value in t.c", "Page 5 is never used"})
    void otherTextsAreUnknown(String text) {
        assertThat(IntegrityMessage.of(text)).isEmpty();
    }
}
