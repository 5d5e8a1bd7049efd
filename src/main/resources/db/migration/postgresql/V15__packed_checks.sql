-- The documents of checks are packed from now on (PackedDocument); those of earlier versions stay as they are. What trends select is in columns.
ALTER TABLE checks ADD COLUMN lag_seconds DOUBLE PRECISION; -- null when unknown
ALTER TABLE checks ADD COLUMN bytes BIGINT; -- the size of the replica; null when unknown

-- A damaged document leaves its row without these numbers. It must not stop the migration: a daemon would have no history.
DO $$
DECLARE
    one RECORD;
BEGIN
    UPDATE checks SET
        lag_seconds = CAST(CAST(document AS json) #>> '{lag_seconds}' AS double precision),
        bytes = CAST(CAST(document AS json) #>> '{kept,bytes}' AS bigint);
EXCEPTION WHEN data_exception THEN
    FOR one IN SELECT id, document FROM checks LOOP
        BEGIN
            UPDATE checks SET
                lag_seconds = CAST(CAST(one.document AS json) #>> '{lag_seconds}' AS double precision),
                bytes = CAST(CAST(one.document AS json) #>> '{kept,bytes}' AS bigint)
            WHERE id = one.id;
        EXCEPTION WHEN data_exception THEN
            NULL;
        END;
    END LOOP;
END
$$;

-- checks_of_replica serves these queries too
DROP INDEX checks_of_database;
