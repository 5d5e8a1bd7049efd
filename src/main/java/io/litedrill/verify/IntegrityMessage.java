package io.litedrill.verify;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lists the messages of {@code integrity_check} and {@code quick_check}: pragma.c, and the {@code xIntegrity} methods
 * of FTS3, FTS5 and RTREE. The messages of btree.c come as one row that begins with {@code *** in database}. A message
 * of another text is damage, unless it names a virtual table.
 */
enum IntegrityMessage {
    /** Pages, cells, freelist and pointer map: all messages of btree.c. */
    B_TREE("\\*\\*\\* in database .*", Kind.DAMAGE, false),
    /** An index has fewer or more entries than its table has rows. Counted without comparing keys. */
    ENTRY_COUNT("wrong # of entries in index (.*)", Kind.DAMAGE, false),
    /** The index lacks the entry of a row. */
    ENTRY_MISSING("row -?\\d+ missing from index (.*)", Kind.DAMAGE, true),
    /** The entry of a row has another value than the row. */
    ENTRY_DIFFERS("row -?\\d+ values differ from index (.*)", Kind.DAMAGE, true),
    /** The entry of a row has bytes behind its rowid. */
    ENTRY_TAIL("rowid not at end-of-record for row -?\\d+ of index (.*)", Kind.DAMAGE, false),
    /** A WITHOUT ROWID table is not sorted by its key. */
    KEY_ORDER("row not in PRIMARY KEY order for (.*)", Kind.DAMAGE, true),
    /** A read failed, or the limit of messages was reached inside a check. */
    MALFORMED("database disk image is malformed", Kind.DAMAGE, false),
    /** Two rows with one key in a UNIQUE index that has the right entries. */
    NOT_UNIQUE("non-unique entry in index (.*)", Kind.CONTENT, true),
    /** NULL, or NaN, in a NOT NULL column. */
    NULL_VALUE("NULL value in (.*)", Kind.CONTENT, false),
    /** A value of another type than a STRICT table declares. */
    STRICT_TYPE("non-(?:ANY|BLOB|INT|INTEGER|REAL|TEXT) value in (.*)", Kind.CONTENT, false),
    /** A number in a TEXT column. */
    NUMBER_IN_TEXT("NUMERIC value in (.*)", Kind.CONTENT, false),
    /** Text that is a number in a numeric column. */
    TEXT_IN_NUMBER("TEXT value in (.*)", Kind.CONTENT, false),
    /** A row that breaks a CHECK constraint. */
    CHECK("CHECK constraint failed in (.*)", Kind.CONTENT, false),
    /** An expression index that another version of SQLite computed. */
    IMPRECISE("index (.*) stores an imprecise floating-point value for row -?\\d+", Kind.REBUILD, true),
    /** A full-text index that does not match its rows. */
    FULL_TEXT("malformed inverted index for FTS\\d+ table [^.]+\\.(.*)", Kind.REBUILD, false),
    /** A full-text index that could not be compared with its rows. */
    FULL_TEXT_UNREAD(
            "unable to validate the inverted index for FTS\\d+ table [^.]+\\.(.*): [^:]*", Kind.REBUILD, false),
    /** An R-tree whose nodes do not match each other. */
    R_TREE("In RTree [^.]+\\.([^\\n]*):\\n.*", Kind.REBUILD, false);

    /** The kinds of messages. */
    enum Kind {
        /** See {@link Complaint.Damage}. */
        DAMAGE,
        /** See {@link Complaint.Content}. */
        CONTENT,
        /** See {@link Complaint.Rebuild}. */
        REBUILD
    }

    private static final Pattern OF_THE_PLACE = Pattern.compile(
            ".*: (out of memory|disk I/O error|interrupted|database is locked|unable to open database file"
                    + "|database or disk is full)");

    private final Pattern pattern;
    private final Kind kind;
    private final boolean comparesKeys;

    IntegrityMessage(String pattern, Kind kind, boolean comparesKeys) {
        this.pattern = Pattern.compile(pattern, Pattern.DOTALL);
        this.kind = kind;
        this.comparesKeys = comparesKeys;
    }

    /** Finds the message type of a text. */
    static Optional<IntegrityMessage> of(String text) {
        return Arrays.stream(values())
                .filter(message -> message.pattern.matcher(text).matches())
                .findFirst();
    }

    Kind kind() {
        return kind;
    }

    /** Returns true when the message depends on the collations and functions of the schema. */
    boolean comparesKeys() {
        return comparesKeys;
    }

    /** Returns the index, table or column in a text; empty for a text without one. */
    String object(String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.matches() && matcher.groupCount() > 0 ? matcher.group(1) : "";
    }

    /** Classifies a text of this message. */
    Complaint complaint(String text) {
        if (this == FULL_TEXT_UNREAD && OF_THE_PLACE.matcher(text).matches()) {
            return new Complaint.NotRun(text);
        }
        return switch (kind) {
            case DAMAGE -> new Complaint.Damage(text);
            case CONTENT -> new Complaint.Content(object(text) + ": " + constraint(text));
            case REBUILD -> new Complaint.Rebuild(object(text) + ": " + rebuild(text));
        };
    }

    private String constraint(String text) {
        return switch (this) {
            case NULL_VALUE -> "NOT NULL";
            case NOT_UNIQUE -> "UNIQUE index";
            case CHECK -> "CHECK";
            default -> text.substring(0, text.indexOf(" in "));
        };
    }

    private String rebuild(String text) {
        String name = Schema.quoted(object(text));
        return switch (this) {
            case IMPRECISE -> "an index with imprecise floating-point values. To rebuild it: REINDEX " + name;
            case R_TREE ->
                "an R-tree whose nodes do not match (" + text.substring(text.indexOf('\n') + 1)
                        + "). To rebuild it: copy its rows to a new R-tree";
            default -> FullText.toRebuild(name);
        };
    }
}
