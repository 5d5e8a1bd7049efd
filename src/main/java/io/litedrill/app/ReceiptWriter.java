package io.litedrill.app;

import io.litedrill.check.CheckedReplica;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.DrillWitness;
import io.litedrill.files.RegularFiles;
import io.litedrill.json.JsonObject;
import io.litedrill.keys.KeyFile;
import io.litedrill.receipt.DrillStatement;
import io.litedrill.receipt.Envelope;
import io.litedrill.receipt.ReceiptSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs a receipt of each drill that restored a database, with any outcome, and writes it to a file. */
final class ReceiptWriter implements DrillWitness {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiptWriter.class);
    private static final int BLOCK = 1 << 20;

    private final ReceiptSettings settings;

    ReceiptWriter(ReceiptSettings settings) {
        this.settings = settings;
    }

    @Override
    public Consumer<DrillResult> examine(CheckedReplica watched, Path database) {
        try {
            String digest = sha256(database);
            return result -> sign(result, watched.replica().location(), digest);
        } catch (IOException | GeneralSecurityException e) {
            return result -> failed(result, e);
        }
    }

    private void sign(DrillResult result, String location, String digest) {
        try {
            JsonObject statement = DrillStatement.of(result, location, digest, versions());
            JsonObject envelope = Envelope.sign(statement, KeyFile.privateKey(settings.key()));
            Files.createDirectories(settings.folder());
            String name = result.run().runId() + "-" + result.id().database().replaceAll("[^A-Za-z0-9._-]", "_");
            write(settings.folder().resolve(name + ".dsse.json"), envelope.pretty() + "\n");
        } catch (IOException | GeneralSecurityException e) {
            failed(result, e);
        }
    }

    private static void failed(DrillResult result, Exception e) {
        LOG.error("{}: drill {} has no receipt: {}", result.id(), result.run().runId(), String.valueOf(e.getMessage()));
    }

    private static void write(Path file, String text) throws IOException {
        try (FileChannel channel = RegularFiles.create(file, "rw-r--r--")) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static String sha256(Path file) throws IOException, GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] block = new byte[BLOCK];
        try (InputStream in = RegularFiles.stream(file)) {
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                digest.update(block, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static JsonObject versions() {
        String own = Optional.ofNullable(ReceiptWriter.class.getPackage().getImplementationVersion())
                .orElse("development");
        return JsonObject.with()
                .put("litedrill", own)
                .put("java", Runtime.version().toString())
                .build();
    }
}
