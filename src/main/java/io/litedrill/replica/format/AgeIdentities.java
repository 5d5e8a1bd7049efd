package io.litedrill.replica.format;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds the secret keys that decrypt files encrypted with age, as Litestream 0.3 writes them. Never prints a key. Safe
 * for use by several threads.
 */
public final class AgeIdentities {
    /** Contains no keys: encrypted files cannot be read. */
    public static final AgeIdentities NONE = new AgeIdentities(List.of());

    private final List<RecipientStanzaReader> readers;

    private AgeIdentities(List<RecipientStanzaReader> readers) {
        this.readers = List.copyOf(readers);
    }

    /**
     * Creates identities from the texts that {@code age-keygen} prints.
     *
     * @param keys {@code AGE-SECRET-KEY-1...} each, without white space
     * @throws IllegalArgumentException for an invalid key; the message gives its number, counted from 1, and not the
     *     key
     */
    public static AgeIdentities of(List<String> keys) {
        List<RecipientStanzaReader> readers = new ArrayList<>();
        for (String key : keys) {
            readers.add(reader(key, readers.size() + 1));
        }
        return readers.isEmpty() ? NONE : new AgeIdentities(readers);
    }

    // the library's exception may contain a part of the key, so it is not attached as the cause
    private static RecipientStanzaReader reader(String key, int number) {
        try {
            return X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(key);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("age identity " + number + " is no X25519 identity ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    /** Returns whether there are no identities. */
    public boolean isEmpty() {
        return readers.isEmpty();
    }

    List<RecipientStanzaReader> readers() {
        return readers;
    }

    @Override
    public String toString() {
        return readers.size() + " age identities";
    }
}
