-- What is stored about the live file of each replica: its path, and the state that a restore left there.
CREATE TABLE live_files (
    database TEXT COLLATE "C" NOT NULL,
    replica  TEXT COLLATE "C" NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (database, replica)
);
