package io.litedrill.verify;

/** Writes the repair hint for a full-text index. */
final class FullText {
    private FullText() {}

    /**
     * Returns the command that rebuilds an index.
     *
     * @param name the table, quoted as SQL
     */
    static String toRebuild(String name) {
        return "a full-text index that does not match its rows. To rebuild it: INSERT INTO " + name + "(" + name
                + ") VALUES('rebuild'); a contentless table is filled again by its application";
    }
}
