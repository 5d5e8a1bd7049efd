package io.litedrill.app;

import io.litedrill.json.JsonObject;
import io.litedrill.keys.KeyFile;
import io.litedrill.receipt.DrillStatement;
import io.litedrill.receipt.Envelope;
import io.litedrill.receipt.ReceiptException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The verification of one receipt.
 *
 * @param statement the signed statement; empty when the receipt is not valid
 * @param reason why it is not valid; empty when it is
 */
public record ReceiptVerification(Optional<JsonObject> statement, String reason) {
    private static final int MOST_BYTES = 16 << 20;

    /**
     * Verifies a receipt.
     *
     * @param key a PEM file with the public key
     * @throws UsageException when a file cannot be read
     */
    public static ReceiptVerification of(Path receipt, Path key) throws UsageException {
        try (InputStream in = Files.newInputStream(receipt)) {
            String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            JsonObject statement = Envelope.verified(text, KeyFile.publicKey(key));
            ReceiptVerification valid = new ReceiptVerification(Optional.of(statement), "");
            boolean ofDrill = statement.text("predicateType").equals(Optional.of(DrillStatement.PREDICATE));
            return ofDrill && valid.drill().isPresent()
                    ? valid
                    : new ReceiptVerification(Optional.empty(), "it is a statement about something else than a drill");
        } catch (ReceiptException e) {
            return new ReceiptVerification(Optional.empty(), String.valueOf(e.getMessage()));
        } catch (NoSuchFileException e) {
            throw new UsageException(receipt + ": there is no such file");
        } catch (IOException e) {
            throw new UsageException(receipt + " cannot be verified: " + e.getMessage());
        }
    }

    /** Returns the result of the drill, as {@code litedrill drill --json} prints it. */
    public Optional<JsonObject> drill() {
        return statement.flatMap(each -> each.object("predicate")).flatMap(each -> each.object("drill"));
    }

    /** Returns the digest of the restored file. */
    public Optional<String> sha256() {
        return statement
                .flatMap(each -> each.objects("subject"))
                .flatMap(each -> each.stream().findFirst())
                .flatMap(each -> each.object("digest"))
                .flatMap(each -> each.text("sha256"));
    }
}
