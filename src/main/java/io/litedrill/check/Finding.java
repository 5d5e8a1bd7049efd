package io.litedrill.check;

/**
 * One fact about a replica.
 *
 * @param message the meaning of the fact, as a sentence
 * @param where address of the file, prefix or database, without secrets
 * @param hint the next step; empty if there is no next step
 */
public record Finding(FindingCode code, Severity severity, String message, String where, String hint) {}
