-- Files of a replica that a drill, a scrub or a restore read twice and found damaged. A row holds for the file as it was listed then:
-- another size, time or tag is another file.

CREATE TABLE damaged_files (
    database  TEXT    NOT NULL,
    replica   TEXT    NOT NULL,
    location  TEXT    NOT NULL, -- where the replica was: another place has other files
    name      TEXT    NOT NULL, -- the full key in its store
    size      INTEGER NOT NULL,
    modified  TEXT    NOT NULL,
    tag       TEXT    NOT NULL, -- the ETag that the store listed, or empty
    reason    TEXT    NOT NULL,
    proved_at TEXT    NOT NULL,
    proved_by TEXT    NOT NULL, -- DRILL, SCRUB or RESTORE
    PRIMARY KEY (database, replica, name)
) WITHOUT ROWID;

-- Files that were read to their end and verified, and the snapshots on which a drill passed: 16 bytes of SHA-256 each, of name, size,
-- time and tag.

CREATE TABLE sound_files (
    database TEXT NOT NULL,
    replica  TEXT NOT NULL,
    location TEXT NOT NULL,
    files    BLOB NOT NULL,
    drilled  BLOB NOT NULL,
    PRIMARY KEY (database, replica)
);
