package io.litedrill.replica.format;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/**
 * The secret keys that open files encrypted with age, as Litestream 0.3 writes them. Shows none of them. Safe for use by several
 * threads.
 */
public final class AgeIdentities {
    /** None at all: every encrypted file stays closed. */
    public static final AgeIdentities NONE = new AgeIdentities(List.of());

    private final List<RecipientStanzaReader> readers;

    private AgeIdentities(List<RecipientStanzaReader> readers) {
        this.readers = List.copyOf(readers);
    }

    /**
     * Those of the texts that {@code age-keygen} prints.
     *
     * @param keys {@code AGE-SECRET-KEY-1...} each, without white space
     * @throws IllegalArgumentException for one that is no such key; the message counts from 1 and does not show it
     */
    public static AgeIdentities of(List<String> keys) {
        List<RecipientStanzaReader> readers = new ArrayList<>();
        for (String key : keys) {
            readers.add(reader(key, readers.size() + 1));
        }
        return readers.isEmpty() ? NONE : new AgeIdentities(readers);
    }

    // the library's own exception may hold a part of the key, so it is no cause of ours
    private static RecipientStanzaReader reader(String key, int number) {
        try {
            return X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(key);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("age identity " + number + " is no X25519 identity ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    /** Whether there is none. */
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
