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

/** Two ways to one position, which must give the same database. */
sealed interface Proof permits WalProof, SnapshotProof, CompactionProof {
    /** The files that are compared; the proof need not be done again while they are the same. */
    List<ReplicaFile> files();

    /**
     * Goes both ways and compares.
     *
     * @throws IOException as restoring throws it
     */
    Outcome prove(ProofFolder bench) throws IOException;

    /** What comparing came to. */
    sealed interface Outcome {
        /** The same database. */
        record Agrees() implements Outcome {}

        /** Not known yet: a later scrub can tell. */
        record Open() implements Outcome {}

        /**
         * Not the same.
         *
         * @param message what differs, and between which positions it went wrong
         * @param where the file that the other way does not lead to
         */
        record Disagrees(String message, ReplicaFile where) implements Outcome {}
    }

    /** Names this proof by its files: where one of them is another one, so is the name. */
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
