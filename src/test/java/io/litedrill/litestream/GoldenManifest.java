package io.litedrill.litestream;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The origin of a replica, and the known facts about it.
 *
 * @param litestream the versions that wrote it, in order
 * @param restoredWith the version whose restore gave the expected values
 * @param pageSize of the database, in bytes
 * @param commands the executed commands, in order
 * @param removed files of Litestream that were removed, to make a gap
 */
public record GoldenManifest(
        String name,
        String description,
        List<String> litestream,
        String restoredWith,
        int pageSize,
        List<String> commands,
        List<String> removed,
        List<GoldenFile> files,
        List<Expected> expected,
        List<Refused> refused) {

    /** Kinds of names of a point. */
    public enum Kind {
        /** The newest state; no value. */
        @JsonProperty("newest")
        NEWEST,
        /** The newest state that restores soundly if the newest state does not; no value. */
        @JsonProperty("newest-sound")
        NEWEST_SOUND,
        /** The value is a time. */
        @JsonProperty("timestamp")
        TIMESTAMP,
        /** The value is a TXID of 16 hex digits. */
        @JsonProperty("txid")
        TXID
    }

    /**
     * One file of the replica.
     *
     * @param path relative to the replica's root, with slashes
     * @param size in bytes
     * @param mtime the modification time that Litestream set
     */
    public record GoldenFile(String path, long size, Instant mtime, String sha256) {}

    /**
     * A point that restores soundly, and the state that real Litestream restored.
     *
     * @param value a time or a TXID, by kind
     * @param dumpSha256 as {@link Dump} computes it
     * @param fileSha256 of the restored file's bytes
     * @param size of the restored file, in bytes
     * @param userVersion the number of committed transactions of the application
     * @param rows by table, including Litestream's own
     * @param balanceSum over all accounts, the same in every sound state
     * @param plan the files that 0.5's own plan names, in order; empty where 0.3 restored
     */
    public record Expected(
            Kind kind,
            Optional<String> value,
            String dumpSha256,
            String fileSha256,
            long size,
            long userVersion,
            Map<String, Long> rows,
            long balanceSum,
            Optional<List<String>> plan) {

        /** Returns the requested time of a {@link Kind#TIMESTAMP}. */
        public Instant time() {
            return Instant.parse(value.orElseThrow());
        }

        /** Returns the requested transaction of a {@link Kind#TXID}. */
        public long txid() {
            return Long.parseUnsignedLong(value.orElseThrow(), 16);
        }

        /** Returns the options of {@code litestream restore} for this point. */
        public List<String> arguments() {
            return value.map(text -> List.of(kind == Kind.TXID ? "-txid" : "-timestamp", text))
                    .orElse(List.of());
        }

        Expected shifted(Duration shift) {
            Optional<String> moved = shiftedValue(kind, value, shift);
            return new Expected(kind, moved, dumpSha256, fileSha256, size, userVersion, rows, balanceSum, plan);
        }
    }

    /**
     * A point that is not a recovery point, and the result of real Litestream for it.
     *
     * @param why {@code torn}, {@code gap}, {@code between-generations}, {@code between-layouts},
     *     {@code before-first}, {@code before-first-snapshot}, {@code inside-a-file}, {@code unreachable} or
     *     {@code after-newest}
     * @param litestreamExit its exit code
     * @param litestreamState the restored state, if the exit code was 0
     */
    @JsonIgnoreProperties("litestream_says")
    public record Refused(
            Kind kind, Optional<String> value, String why, int litestreamExit, Optional<String> litestreamState) {

        /** Returns the requested time of a {@link Kind#TIMESTAMP}. */
        public Instant time() {
            return Instant.parse(value.orElseThrow());
        }

        /** Returns the requested transaction of a {@link Kind#TXID}. */
        public long txid() {
            return Long.parseUnsignedLong(value.orElseThrow(), 16);
        }

        Refused shifted(Duration shift) {
            return new Refused(kind, shiftedValue(kind, value, shift), why, litestreamExit, litestreamState);
        }
    }

    private static Optional<String> shiftedValue(Kind kind, Optional<String> value, Duration shift) {
        return kind == Kind.TIMESTAMP
                ? value.map(text -> Instant.parse(text).plus(shift).toString())
                : value;
    }
}
