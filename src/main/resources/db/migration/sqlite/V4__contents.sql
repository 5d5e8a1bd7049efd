-- What the last drill of each replica that passed found in the database: its schema, and how many rows each table has.

CREATE TABLE contents (
    database TEXT NOT NULL,
    replica  TEXT NOT NULL,
    drill    TEXT NOT NULL, -- the id of that drill, which may be pruned earlier
    document TEXT NOT NULL,
    PRIMARY KEY (database, replica)
) WITHOUT ROWID;
