package io.litedrill.drill;

import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** Compares two ways to restore one position. Both must give the same database. */
sealed interface Proof permits WalProof, SnapshotProof, CompactionProof {
    /** Returns the compared files. The proof is not repeated while they are unchanged. */
    List<ReplicaFile> files();

    /** Returns the files that the comparison reads: the compared files, and those that may explain a difference. */
    List<ReplicaFile> reads();

    /**
     * Restores both ways and compares the results.
     *
     * @throws IOException as restoring throws it
     */
    Outcome prove(ProofFolder bench) throws IOException;

    /** Outcome of a comparison. */
    sealed interface Outcome {
        /** Both ways give the same database. */
        record Agrees() implements Outcome {}

        /** Undecided; a later scrub may decide it. */
        record Open() implements Outcome {}

        /**
         * The databases differ.
         *
         * @param message the difference, and the positions between which it began
         * @param where the file that the other way does not reproduce
         */
        record Disagrees(String message, ReplicaFile where) implements Outcome {}
    }

    /** Returns a digest of the compared files. It changes when one of them is replaced. */
    default String digest(Replica replica) {
        String text = files().stream()
                .map(file -> replica.nameOf(file) + " " + file.object().size() + " "
                        + file.object().modified() + "\n")
                .collect(Collectors.joining("", getClass().getSimpleName() + "\n", ""));
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
