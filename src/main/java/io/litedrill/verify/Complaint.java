package io.litedrill.verify;

/** Classifies one message or error of SQLite's own checks. */
sealed interface Complaint {
    /**
     * Damage: pages, b-trees, the freelist, or an index that does not match its table.
     *
     * @param words SQLite's message
     */
    record Damage(String words) implements Complaint {}

    /**
     * Content: a row breaks a constraint that its schema declares. The file is intact.
     *
     * @param constraint the table, column or index with its constraint: {@code t.qty: NOT NULL}
     */
    record Content(String constraint) implements Complaint {}

    /**
     * Rebuild: an index that SQLite can make again from the rows does not match them. The b-trees that hold it are
     * checked as those of any table.
     *
     * @param object the virtual table or index with what is wrong and the command that rebuilds it
     */
    record Rebuild(String object) implements Complaint {}

    /**
     * Missing: a collation, function, tokenizer or module that only the application of the database has.
     *
     * @param what SQLite's message, which names it
     */
    record NeedsApplication(String what) implements Complaint {}

    /**
     * Not run: memory, disk, locks or an interrupt ended the check. The state of the file is unknown.
     *
     * @param reason SQLite's message
     */
    record NotRun(String reason) implements Complaint {}
}
