package io.litedrill.history;

import io.litedrill.json.JsonException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Packs the documents of checks, which mostly differ in few values. A packed document is the Base64 of a zlib stream
 * with a preset dictionary. Each document is packed alone, so a damaged row hides no other.
 */
final class PackedDocument {
    /** The beginning of a document that is not packed. */
    private static final String PLAIN = "{";
    /** The maximum size of a document, in bytes. */
    private static final int MOST_BYTES = 16 << 20;

    private static final int BUFFER_BYTES = 4096;

    private PackedDocument() {}

    /** Holds the dictionary. Rows need it as it is: another text becomes a further file, and this one stays. */
    private static final class Dictionary {
        private static final byte[] BYTES = read();

        private static byte[] read() {
            try (InputStream file = PackedDocument.class.getResourceAsStream("/history/checks-1.dictionary")) {
                if (file == null) {
                    throw new IllegalStateException("history/checks-1.dictionary is missing in this jar");
                }
                return file.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Packs a document. */
    static String pack(String json) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setDictionary(Dictionary.BYTES);
            deflater.setInput(json.getBytes(StandardCharsets.UTF_8));
            deflater.finish();
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            while (!deflater.finished()) {
                packed.write(buffer, 0, deflater.deflate(buffer));
            }
            return Base64.getEncoder().withoutPadding().encodeToString(packed.toByteArray());
        } finally {
            deflater.end();
        }
    }

    /**
     * Returns the document of a row, packed or not.
     *
     * @throws JsonException when it is damaged, or was packed with a dictionary that this version does not have
     */
    static String unpack(String stored) {
        if (stored.startsWith(PLAIN)) {
            return stored;
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(Base64.getDecoder().decode(stored));
            return inflated(inflater);
        } catch (IllegalArgumentException | DataFormatException e) {
            throw new JsonException("expected a packed document (" + e.getMessage() + ")", e);
        } finally {
            inflater.end();
        }
    }

    private static String inflated(Inflater inflater) throws DataFormatException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER_BYTES];
        while (!inflater.finished()) {
            int count = inflater.inflate(buffer);
            json.write(buffer, 0, count);
            if (inflater.needsDictionary()) {
                inflater.setDictionary(Dictionary.BYTES);
            } else if (count == 0 && !inflater.finished()) {
                throw new DataFormatException("it ends too early");
            }
            if (json.size() > MOST_BYTES) {
                throw new DataFormatException("it is larger than " + MOST_BYTES + " bytes");
            }
        }
        return json.toString(StandardCharsets.UTF_8);
    }
}
