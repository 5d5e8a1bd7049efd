package io.litedrill.replica.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.exceptionfactory.jagged.RecipientStanza;
import io.litedrill.fuzz.FuzzTarget;
import io.litedrill.litestream.GoldenReplica;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Any bytes as a file that may be encrypted with age: unchanged; and with the corrected checksum of the header and
 * the rest encrypted, complete or with one byte changed. The reader returns the plain text, or its beginning.
 */
class AgeStreamFuzzTest extends FuzzTarget {
    private static final String VERSION = "age-encryption.org/v1\n";
    private static final AgeIdentities IDENTITIES = AgeIdentities.of(List.of(GoldenReplica.identity()));
    private static final byte[] GOLDEN = golden();
    private static final String HEADER = header(GOLDEN);
    private static final byte[] FILE_KEY = fileKey(HEADER.split("\n", -1));
    private static final int NONCE = 16;
    private static final int MORE = 1 << 16;
    private static final int BUFFER = 10_000;

    /** The bytes from the reader, and whether they are complete. */
    private static final class Given {
        private final byte[] content;
        private final Optional<FormatException> refusal;

        Given(byte[] content, Optional<FormatException> refusal) {
            this.content = content;
            this.refusal = refusal;
        }
    }

    /** A recipient as its lines in a header. */
    private record Lines(String type, String share, String key) implements RecipientStanza {
        @Override
        public String getType() {
            return type;
        }

        @Override
        public List<String> getArguments() {
            return List.of(share);
        }

        @Override
        public byte[] getBody() {
            return Base64.getDecoder().decode(key);
        }
    }

    @Override
    protected Stream<byte[]> seeds() {
        String another = HEADER.replace("-> X25519", "-> other 1 2\nYWJj\n-> X25519");
        String longKey = HEADER.replace("-> X25519", "-> other\n" + "YWJj".repeat(16) + "\n\n-> X25519");
        byte[] many = Arrays.copyOf(GOLDEN, HEADER.length() + NONCE + 40);
        many[HEADER.length()] = 1;
        byte[] changed = many.clone();
        changed[HEADER.length() + 1] = 1;
        return Stream.concat(
                Stream.of(GOLDEN, many, changed),
                Stream.of(another + "0123456789abcdefplain", longKey + "0123456789abcdef", VERSION, "plain")
                        .map(text -> text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Override
    protected void read(byte[] input) throws Exception {
        boolean encrypted = new String(input, StandardCharsets.ISO_8859_1).startsWith(VERSION);
        asItIs(input, encrypted);
        int choice = header(input).length();
        Choice made = new Choice(at(input, choice), at(input, choice + 1), at(input, choice + 2));
        Optional<AgeSealing> sealed = AgeSealing.of(input, FILE_KEY, made.size % 2 * MORE);
        if (encrypted && sealed.isPresent()) {
            judge(sealed.get());
            changed(sealed.get(), made);
        }
    }

    /** Bytes of the nonce, which is otherwise random, as decisions. */
    private record Choice(int size, int change, int place) {}

    private static int at(byte[] input, int index) {
        return index < input.length ? input[index] & 0xff : 0;
    }

    private static void asItIs(byte[] input, boolean encrypted) throws IOException {
        Given given = given(input, IDENTITIES);
        Given withoutKey = given(input, AgeIdentities.NONE);
        if (encrypted) {
            assertThat(withoutKey.refusal).containsInstanceOf(LockedException.class);
            assertThat(withoutKey.content).isEmpty();
        } else {
            assertThat(withoutKey.refusal).isEmpty();
            assertThat(withoutKey.content).isEqualTo(input);
            assertThat(given.refusal).isEmpty();
            assertThat(given.content).isEqualTo(input);
        }
        if (encrypted && given.refusal.isEmpty()) {
            assertThat(given(Arrays.copyOf(input, input.length - 1), IDENTITIES).refusal)
                    .isPresent();
        }
    }

    private static void judge(AgeSealing sealed) throws IOException {
        Given given = given(sealed.file(), IDENTITIES);
        boolean ourHeader = new String(sealed.file(), StandardCharsets.ISO_8859_1).startsWith(HEADER);
        if (given.refusal.isEmpty()) {
            assertThat(given.content).isEqualTo(sealed.plain());
        } else {
            assertThat(ourHeader && sealed.plain().length > 0).isFalse();
            assertThat(given.content).isEmpty();
        }
    }

    /** The header is correct, so the damage is known to be in the encrypted part. */
    private static void changed(AgeSealing sealed, Choice made) throws IOException {
        byte[] file = sealed.file().clone();
        int at = Math.min(file.length - 1, sealed.header() + made.place * (file.length - sealed.header()) / 256);
        file[at] ^= (byte) Math.max(1, made.change);
        Given given = given(file, IDENTITIES);
        assertThat(given.refusal).isPresent();
        int count = given.content.length;
        assertThat(count).isLessThanOrEqualTo(Math.max(0, at - sealed.header() - NONCE));
        assertThat(given.content).isEqualTo(Arrays.copyOf(sealed.plain(), count));
    }

    private static Given given(byte[] file, AgeIdentities identities) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (InputStream stream = AgeStream.open(new ByteArrayInputStream(file), identities)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                content.write(buffer, 0, count);
            }
            return new Given(content.toByteArray(), Optional.empty());
        } catch (FormatException refused) {
            return new Given(content.toByteArray(), Optional.of(refused));
        }
    }

    /** Returns the text up to the end of the line with the header's checksum. */
    private static String header(byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        return text.substring(0, text.indexOf('\n', text.indexOf("\n---") + 1) + 1);
    }

    private static byte[] fileKey(String... lines) {
        String[] words = lines[1].split(" ", -1);
        try {
            return IDENTITIES
                    .readers()
                    .get(0)
                    .getFileKey(List.of(new Lines(words[1], words[2], lines[2])))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] golden() {
        try (Stream<Path> files =
                Files.walk(GoldenReplica.testdata().resolve("wal").resolve("encrypted"))) {
            return Files.readAllBytes(files.filter(file -> file.toString().endsWith(".wal.lz4"))
                    .sorted()
                    .findFirst()
                    .orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
