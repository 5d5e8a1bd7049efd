package io.litedrill.verify;

/** Writes what the owner of a full-text index can do. */
final class FullText {
    private FullText() {}

    /**
     * Names the command that rebuilds an index.
     *
     * @param name the table, quoted as SQL
     */
    static String toRebuild(String name) {
        return "a full-text index that does not match its rows. To rebuild it: INSERT INTO " + name + "(" + name
                + ") VALUES('rebuild'); a contentless table is filled again by its application";
    }
}
