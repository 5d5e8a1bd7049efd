-- The documents of checks are packed from now on (PackedDocument); those of earlier versions stay as they are. What trends select is in columns.
ALTER TABLE checks ADD COLUMN lag_seconds DOUBLE PRECISION; -- null when unknown
ALTER TABLE checks ADD COLUMN bytes BIGINT; -- the size of the replica; null when unknown

UPDATE checks SET
    lag_seconds = CAST(CAST(document AS json) #>> '{lag_seconds}' AS double precision),
    bytes = CAST(CAST(document AS json) #>> '{kept,bytes}' AS bigint);

-- checks_of_replica serves these queries too
DROP INDEX checks_of_database;
