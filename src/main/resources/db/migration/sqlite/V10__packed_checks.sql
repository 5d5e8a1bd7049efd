-- The documents of checks are packed from now on (PackedDocument); those of earlier versions stay as they are. What trends select is in columns.

ALTER TABLE checks ADD COLUMN lag_seconds REAL; -- null when unknown
ALTER TABLE checks ADD COLUMN bytes INTEGER; -- the size of the replica; null when unknown

UPDATE checks SET lag_seconds = json_extract(document, '$.lag_seconds'), bytes = json_extract(document, '$.kept.bytes')
WHERE json_valid(document);

-- checks_of_replica serves these queries too
DROP INDEX checks_of_database;
