package io.litedrill.kept;

import io.litedrill.files.Existence;
import io.litedrill.files.FileTree;
import io.litedrill.files.RegularFiles;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Position;
import io.litedrill.replica.Reading;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.Salts;
import io.litedrill.replica.WalSegment;
import io.litedrill.storage.StoredObject;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Reads and writes the file with the state of a kept copy. The copy is trusted only while this file exists: it is
 * written last, atomically and durably, and deleted before the copy is changed.
 */
final class KeptStateFile {
    private static final String KEYS = "1 ";
    /** The version of Litedrill is part of it: a proof of another version is repeated. */
    private static final String FORMAT = KEYS + version();

    private static final String CHECKSUM = "# sha256 ";
    private static final int MOST_BYTES = 1 << 20;

    private final Path file;

    KeptStateFile(Path folder) {
        this.file = folder.resolve("state");
    }

    private static String version() {
        return Optional.ofNullable(KeptStateFile.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    /**
     * Reads the state.
     *
     * @throws UnfitException if there is none, or if it is damaged, of another version, or may be of another user
     */
    KeptState read() throws UnfitException {
        try {
            String text = RegularFiles.trusted(file, MOST_BYTES);
            int end = text.lastIndexOf(CHECKSUM);
            if (end < 0 || !text.substring(end).equals(CHECKSUM + digest(text.substring(0, end)) + "\n")) {
                throw new UnfitException(file + " is damaged");
            }
            Properties properties = new Properties();
            properties.load(new StringReader(text.substring(0, end)));
            String format = String.valueOf(properties.getProperty("format"));
            if (!FORMAT.equals(format) && !isDisputed(format, properties)) {
                throw new UnfitException("the kept copy is of another version of Litedrill");
            }
            return state(properties);
        } catch (NoSuchFileException e) {
            throw new UnfitException("there is no kept copy of an earlier drill");
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new UnfitException(file + " cannot be used (" + e.getMessage() + ")");
        }
    }

    /** A difference that another version found remains. Nothing is based on such a state. */
    private static boolean isDisputed(String format, Properties properties) {
        return format.startsWith(KEYS) && Boolean.parseBoolean(properties.getProperty("disputed"));
    }

    /** Deletes the state, durably: the copy is not trusted from now on. */
    void delete() throws IOException {
        if (Existence.exists(file)) {
            FileTree.delete(file);
            syncFolder();
        }
    }

    /** Writes the state. The database and its checksums must be durable before. */
    void write(KeptState state) throws IOException {
        Path draft = file.resolveSibling("state.new");
        FileTree.delete(draft);
        try (FileChannel channel = RegularFiles.create(draft)) {
            ByteBuffer bytes = ByteBuffer.wrap(text(state).getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        syncFolder();
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        syncFolder();
    }

    private void syncFolder() throws IOException {
        try (FileChannel folder = FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static String digest(String text) {
        return HexFormat.of().formatHex(PageSums.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(KeptState state) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("format", FORMAT);
        properties.setProperty("origin", state.origin());
        properties.setProperty("settings", state.settings());
        properties.setProperty("time", state.point().time().toString());
        properties.setProperty("position", state.point().position().toString());
        properties.setProperty("page_size", String.valueOf(state.shape().pageSize()));
        properties.setProperty("pages", String.valueOf(state.shape().pages()));
        properties.setProperty("sums", state.sums());
        properties.setProperty("run", state.proofs().runId());
        properties.setProperty("at", state.proofs().at().toString());
        properties.setProperty("full_at", state.proofs().fullAt().toString());
        properties.setProperty("passed", String.valueOf(state.proofs().passed()));
        properties.setProperty("disputed", String.valueOf(state.proofs().disputed()));
        properties.setProperty("full_failed", String.valueOf(state.proofs().fullFailed()));
        properties.setProperty("files", String.valueOf(state.tail().size()));
        for (int i = 0; i < state.tail().size(); i++) {
            put(properties, "file." + i + ".", state.tail().get(i));
        }
        StringWriter text = new StringWriter();
        properties.store(
                text, "The state of the database in this folder, which a drill has verified. Do not change it.");
        return text + CHECKSUM + digest(text.toString()) + "\n";
    }

    private static void put(Properties properties, String prefix, ReplicaFile file) {
        StoredObject object = file.object();
        properties.setProperty(prefix + "key", object.key());
        properties.setProperty(prefix + "size", String.valueOf(object.size()));
        properties.setProperty(prefix + "modified", object.modified().toString());
        properties.setProperty(prefix + "tag", object.tag());
        if (file instanceof LtxFile ltx) {
            properties.setProperty(prefix + "level", String.valueOf(ltx.level()));
            properties.setProperty(prefix + "min", new LtxPosition(ltx.minTxid()).toString());
            properties.setProperty(prefix + "max", ltx.end().toString());
        }
        if (file.reading() instanceof Reading.Header header) {
            properties.setProperty(prefix + "timestamp", header.timestamp().toString());
            properties.setProperty(prefix + "pages", String.valueOf(header.pages()));
            properties.setProperty(prefix + "page_size", String.valueOf(header.pageSize()));
            properties.setProperty(
                    prefix + "salt1", String.valueOf(header.salts().first()));
            properties.setProperty(
                    prefix + "salt2", String.valueOf(header.salts().second()));
            properties.setProperty(prefix + "start", String.valueOf(header.wal().start()));
            properties.setProperty(prefix + "end", String.valueOf(header.wal().end()));
        }
    }

    private static KeptState state(Properties properties) {
        Values values = new Values(properties, "");
        List<ReplicaFile> tail = new ArrayList<>();
        for (int i = 0; i < values.number("files"); i++) {
            tail.add(file(new Values(properties, "file." + i + ".")));
        }
        return new KeptState(
                values.text("origin"),
                values.text("settings"),
                new RecoveryPoint(values.time("time"), Position.parse(values.text("position"))),
                new KeptState.Shape((int) values.number("page_size"), values.number("pages")),
                values.text("sums"),
                new KeptState.Proofs(
                        values.text("run"),
                        values.time("at"),
                        values.time("full_at"),
                        Boolean.parseBoolean(values.text("passed")),
                        Boolean.parseBoolean(values.text("disputed")),
                        Boolean.parseBoolean(properties.getProperty("full_failed"))),
                tail);
    }

    private static ReplicaFile file(Values values) {
        StoredObject object = new StoredObject(
                values.text("key"), values.number("size"), values.time("modified"), values.text("tag"));
        if (!values.has("level")) {
            return new WalSegment("", 0, 0, object, Reading.UNREAD);
        }
        return new LtxFile(
                (int) values.number("level"),
                LtxPosition.parse(values.text("min")).txid(),
                LtxPosition.parse(values.text("max")).txid(),
                object,
                values.has("timestamp") ? header(values) : Reading.UNREAD);
    }

    private static Reading header(Values values) {
        Salts salts = new Salts(values.number("salt1"), values.number("salt2"));
        return new Reading.Header(
                values.time("timestamp"),
                values.number("pages"),
                (int) values.number("page_size"),
                new Reading.WalStretch(salts, values.number("start"), values.number("end")));
    }

    /** Reads the values of keys with a prefix. */
    private record Values(Properties properties, String prefix) {
        boolean has(String key) {
            return properties.containsKey(prefix + key);
        }

        String text(String key) {
            return Optional.ofNullable(properties.getProperty(prefix + key))
                    .orElseThrow(() -> new IllegalArgumentException("it lacks " + prefix + key));
        }

        long number(String key) {
            return Long.parseLong(text(key));
        }

        Instant time(String key) {
            return Instant.parse(text(key));
        }
    }
}
