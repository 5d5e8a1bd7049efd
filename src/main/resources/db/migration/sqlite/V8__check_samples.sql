-- Checks are stored when their state changes and once an hour. The newest check of a replica is stored too, until the next one replaces it.
-- Earlier rows count as samples, so they are stored as long as before.

ALTER TABLE checks ADD COLUMN state TEXT NOT NULL DEFAULT ''; -- the verdict and the codes of the findings
ALTER TABLE checks ADD COLUMN sample INTEGER NOT NULL DEFAULT 1; -- 1 for the first check of an hour
