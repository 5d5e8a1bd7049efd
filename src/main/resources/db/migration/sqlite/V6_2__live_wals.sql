-- What checks remember of the WAL of each live database: commits that are not in the replica yet, and those that the replica lost.

CREATE TABLE live_wals (
    database TEXT NOT NULL,
    replica  TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (database, replica)
);
