package io.litedrill.http;

import io.litedrill.keys.KeyFile;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Holds the certificate and key that the server presents. They can be exchanged while it runs: new connections receive
 * the new certificate, and existing connections continue.
 */
final class ServerIdentity {
    private final TlsFiles files;
    private volatile Pairs pairs;

    /**
     * Holds what was read from the files.
     *
     * @param alias the name of this pair for TLS, unique within the process
     */
    private record Pair(String alias, List<X509Certificate> chain, PrivateKey key) {
        boolean isSame(Pair other) {
            return chain.equals(other.chain) && key.equals(other.key);
        }
    }

    /** Holds the pair for new handshakes, and the one before, which a handshake may have chosen a moment ago. */
    private record Pairs(Pair newest, Pair before) {
        Optional<Pair> named(String alias) {
            return List.of(newest, before).stream()
                    .filter(pair -> pair.alias.equals(alias))
                    .findFirst();
        }
    }

    private ServerIdentity(TlsFiles files, Pair first) {
        this.files = files;
        this.pairs = new Pairs(first, first);
    }

    /**
     * Reads the files.
     *
     * @throws IOException when they cannot be used; names the file and the next step
     */
    static ServerIdentity load(TlsFiles files) throws IOException {
        return new ServerIdentity(files, read(files, "0"));
    }

    /**
     * Reads the files again.
     *
     * @return true if the certificate or the key has changed
     * @throws IOException when they cannot be used; the earlier ones stay in use
     */
    synchronized boolean refresh() throws IOException {
        Pair before = pairs.newest;
        Pair read = read(files, String.valueOf(Integer.parseInt(before.alias) + 1));
        if (read.isSame(before)) {
            return false;
        }
        pairs = new Pairs(read, before);
        return true;
    }

    /** Returns the certificate of the server. */
    X509Certificate certificate() {
        return pairs.newest.chain.get(0);
    }

    /** Returns the context of new connections. */
    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new NewestPair()}, null, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    private static Pair read(TlsFiles files, String alias) throws IOException {
        PrivateKey key = KeyFile.privateKey(files.key());
        List<X509Certificate> chain = KeyFile.certificates(files.certificate());
        if (!belongTogether(key, chain.get(0).getPublicKey())) {
            throw new IOException(files.key() + ": is not the key of the first certificate in " + files.certificate()
                    + ". Put the server's certificate first, and those of its authorities after it");
        }
        return new Pair(alias, chain, key);
    }

    private static boolean belongTogether(PrivateKey key, PublicKey other) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "Ed25519";
        };
        byte[] text = {1, 2, 3};
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(other);
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException ofAnotherType) {
            return false;
        }
    }

    /** Presents the newest pair to new connections. */
    private final class NewestPair extends X509ExtendedKeyManager {
        private @Nullable String alias(String type) {
            Pair newest = pairs.newest;
            return newest.key.getAlgorithm().equals(type) ? newest.alias : null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return alias(type);
        }

        @Override
        public @Nullable String chooseEngineServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return alias(type);
        }

        @Override
        public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
            return Optional.ofNullable(alias(type)).stream().toArray(String[]::new);
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            return pairs.named(alias)
                    .map(pair -> pair.chain.toArray(X509Certificate[]::new))
                    .orElse(null);
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            return pairs.named(alias).map(Pair::key).orElse(null);
        }

        @Override
        public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
            return new String[0];
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }
    }
}
