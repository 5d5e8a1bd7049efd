package io.litedrill.check;

/**
 * One fact about a replica.
 *
 * @param message what it means, in a sentence
 * @param where the address of the file, prefix or database it is about, without secrets
 * @param hint the next step; empty when there is none
 */
public record Finding(FindingCode code, Severity severity, String message, String where, String hint) {}
