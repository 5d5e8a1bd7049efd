package io.litedrill.replica.format;

import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;

/** Encrypts files with age, for generated keys. */
public final class AgeBuilder {
    private AgeBuilder() {}

    /** A new key: its public part encrypts, its secret part decrypts. */
    public record Key(String recipient, String secret) {
        /** Returns the secret part as identities. */
        public AgeIdentities identities() {
            return AgeIdentities.of(List.of(secret));
        }
    }

    /** Returns a new key. */
    public static Key key() {
        try {
            KeyPair pair = new X25519KeyPairGenerator().generateKeyPair();
            return new Key(
                    text(pair.getPublic().getEncoded()), text(pair.getPrivate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Encrypts the content for all of these keys. */
    public static byte[] encrypt(byte[] content, Key... keys) {
        try {
            List<RecipientStanzaWriter> recipients = new ArrayList<>();
            for (Key key : keys) {
                recipients.add(X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(key.recipient));
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (var channel = new StandardEncryptingChannelFactory()
                    .newEncryptingChannel(Channels.newChannel(bytes), recipients)) {
                channel.write(ByteBuffer.wrap(content));
            }
            return bytes.toByteArray();
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(byte[] ascii) {
        return new String(ascii, StandardCharsets.US_ASCII);
    }
}
