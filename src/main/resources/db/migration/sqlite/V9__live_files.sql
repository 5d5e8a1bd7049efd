-- What is stored about the live file of each replica: its path, and the state that a restore left there.

CREATE TABLE live_files (
    database TEXT NOT NULL,
    replica  TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (database, replica)
);
