package io.litedrill.replica.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgeStreamTest {
    private static final int CHUNK = 1 << 16;
    private static final AgeBuilder.Key OURS = AgeBuilder.key();
    private static final AgeIdentities IDENTITIES = OURS.identities();
    private static final AgeBuilder.Key THEIRS = AgeBuilder.key();

    /** The length of a header with one recipient, which is equal for all keys. */
    private static final int HEADER = header(AgeBuilder.encrypt(new byte[1], OURS));

    @ParameterizedTest
    @ValueSource(ints = {1, 15, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7})
    void givesWhatWasEncrypted(int length) throws IOException {
        byte[] content = random(length);
        assertThat(read(AgeBuilder.encrypt(content, OURS), OURS.identities())).isEqualTo(content);
    }

    @Test
    void oneOfSeveralIdentitiesOpensAFileForSeveralRecipients() throws IOException {
        AgeIdentities several = AgeIdentities.of(List.of(AgeBuilder.key().secret(), OURS.secret()));
        byte[] stored = AgeBuilder.encrypt(random(100), THEIRS, OURS);
        assertThat(read(stored, several)).isEqualTo(random(100));
    }

    @Test
    void aFileThatIsNotEncryptedComesAsItIs() throws IOException {
        for (int length : new int[] {0, 1, 20, 21, 22, 300_000}) {
            assertThat(read(random(length), OURS.identities())).isEqualTo(random(length));
        }
    }

    @Test
    void withoutIdentitiesAFileIsLocked() {
        byte[] stored = AgeBuilder.encrypt(random(10), OURS);
        assertThatThrownBy(() -> read(stored, AgeIdentities.NONE))
                .isInstanceOf(LockedException.class)
                .hasMessageContaining("encrypted with age, and no identity");
    }

    @Test
    void aFileForAnotherKeyIsLockedAndNotDamaged() {
        byte[] stored = AgeBuilder.encrypt(random(10), THEIRS);
        assertThatThrownBy(() -> read(stored, OURS.identities()))
                .isInstanceOf(LockedException.class)
                .hasMessageContaining("for another key: the configured identity does not open it");
        AgeIdentities two =
                AgeIdentities.of(List.of(OURS.secret(), AgeBuilder.key().secret()));
        assertThatThrownBy(() -> read(stored, two))
                .isInstanceOf(LockedException.class)
                .hasMessageContaining("none of the 2 configured identities opens it");
    }

    @Test
    void aFileThatIsCutAnywhereIsDamaged() {
        byte[] stored = AgeBuilder.encrypt(Lz4Builder.frame(random(40)), OURS);
        for (int length = 0; length < stored.length; length++) {
            byte[] cut = Arrays.copyOf(stored, length);
            assertThatThrownBy(() -> frame(cut)).as("cut to %d", length).isInstanceOf(MalformedException.class);
        }
    }

    /**
     * A flipped bit is only ambiguous in the share and the wrapped key of a recipient, which then resemble another
     * recipient's.
     */
    @Test
    void aFlippedBitNeverGivesOtherContent() {
        byte[] stored = AgeBuilder.encrypt(Lz4Builder.frame(random(40)), OURS);
        int locked = 0;
        for (int at = 0; at < stored.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] flipped = FormatAssertions.flip(stored, at, bit);
                FormatException failure = catchThrowableOfType(FormatException.class, () -> frame(flipped));
                assertThat(failure).as("bit %d of byte %d", bit, at).isNotNull();
                boolean inRecipient = at >= 22 && at < HEADER - 48;
                assertThat(failure instanceof MalformedException || inRecipient)
                        .as("bit %d of byte %d: %s", bit, at, failure)
                        .isTrue();
                locked += failure instanceof LockedException ? 1 : 0;
            }
        }
        assertThat(locked).isPositive();
    }

    @Test
    void damageIsNamedByItsChunkAndItsByte() {
        byte[] stored = AgeBuilder.encrypt(random(5 * CHUNK), OURS);
        long payload = HEADER + 16L;
        int second = (int) payload + 2 * (CHUNK + 16);
        FormatAssertions.assertMalformed(
                () -> read(FormatAssertions.flip(stored, second + 5, 0), OURS.identities()), "chunk 2 of", second);
        FormatAssertions.assertMalformed(
                () -> read(FormatAssertions.cut(stored, second), OURS.identities()),
                "chunk 1 of its age encryption was altered, or the file is cut short",
                second - (CHUNK + 16));
        FormatAssertions.assertMalformed(
                () -> read(Arrays.copyOf(stored, stored.length + 1), OURS.identities()),
                "chunk 4 of",
                payload + 4 * (CHUNK + 16));
    }

    @Test
    void nothingOfADamagedChunkIsGiven() throws IOException {
        byte[] stored = AgeBuilder.encrypt(random(2 * CHUNK), OURS);
        stored[stored.length - 1] ^= 1;
        InputStream content = AgeStream.open(new ByteArrayInputStream(stored), OURS.identities());
        assertThat(content.readNBytes(CHUNK)).isEqualTo(Arrays.copyOf(random(2 * CHUNK), CHUNK));
        assertThatThrownBy(content::read).isInstanceOf(MalformedException.class);
    }

    /** An endless header takes no more memory than a normal one. */
    @Test
    void aHeaderHasABound() {
        byte[] endless = new byte[1 << 20];
        Arrays.fill(endless, (byte) 'a');
        byte[] version = "age-encryption.org/v1\n-> X ".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(version, 0, endless, 0, version.length);
        FormatAssertions.assertUnsupported(() -> read(endless, OURS.identities()), "longer than 64 KiB", 0);
    }

    @Test
    void aFailingStoreIsNoDamage() {
        byte[] stored = AgeBuilder.encrypt(random(3 * CHUNK), OURS);
        for (int at : new int[] {10, 100, HEADER + 3, 2 * CHUNK}) {
            IOException failure = new IOException("the store broke off");
            InputStream stream = FailingStream.after(Arrays.copyOf(stored, at), failure);
            assertThatThrownBy(() -> AgeStream.open(stream, OURS.identities()).readAllBytes())
                    .isSameAs(failure);
        }
    }

    @Test
    void neverShowsAKey() {
        String bad = OURS.secret().substring(0, 40)
                + (OURS.secret().charAt(40) == 'Q' ? 'P' : 'Q')
                + OURS.secret().substring(41);
        assertThat(OURS.identities().toString()).isEqualTo("1 age identities");
        assertThatThrownBy(() -> AgeIdentities.of(List.of(OURS.secret(), bad)))
                .hasMessageStartingWith("age identity 2 is no X25519 identity")
                .hasNoCause()
                .message()
                .doesNotContain(bad.substring(20, 30));
    }

    private static byte[] read(byte[] stored, AgeIdentities identities) throws IOException {
        try (InputStream content = AgeStream.open(new ByteArrayInputStream(stored), identities)) {
            return content.readAllBytes();
        }
    }

    private static byte[] frame(byte[] stored) throws IOException {
        try (InputStream content = Lz4Frames.open(new ByteArrayInputStream(stored), IDENTITIES)) {
            return content.readAllBytes();
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(4).nextBytes(bytes);
        return bytes;
    }

    private static int header(byte[] stored) {
        String text = new String(stored, StandardCharsets.ISO_8859_1);
        return text.indexOf('\n', text.indexOf("\n--- ") + 1) + 1;
    }
}
