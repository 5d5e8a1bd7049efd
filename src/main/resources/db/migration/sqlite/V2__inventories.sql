-- What the last listing of a replica showed. The files are apart, so that a listing in which nothing changed writes few bytes.

CREATE TABLE inventories (
    database  TEXT NOT NULL,
    replica   TEXT NOT NULL,
    location  TEXT NOT NULL, -- where the replica was: of one that has moved, nothing is known
    listed_at TEXT NOT NULL,
    PRIMARY KEY (database, replica)
) WITHOUT ROWID;

CREATE TABLE inventory_files (
    database TEXT NOT NULL,
    replica  TEXT NOT NULL,
    location TEXT NOT NULL,
    since    TEXT NOT NULL, -- when they were first listed like this
    files    BLOB NOT NULL, -- as KnownFilesCodec writes them
    PRIMARY KEY (database, replica)
);
