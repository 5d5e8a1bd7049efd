package io.litedrill.replica;

import io.litedrill.storage.StoredObject;

/**
 * Damage of one file, found by reading it twice.
 *
 * @param file the file as it was listed then; another size, time or tag is another file
 * @param reason the rule and the byte, for people
 * @param run the run that read it
 */
public record ProvedDamage(StoredObject file, String reason, ProvingRun run) {}
