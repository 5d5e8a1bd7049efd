package io.litedrill.keys;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Selects the certificate authorities that a connection to a server trusts. */
public final class Authorities {
    private Authorities() {}

    /**
     * Returns trust in Java's own authorities and in those of a file. If the file cannot be used, every server is
     * rejected with the reason, so that a store is unreachable rather than trusted by other rules.
     *
     * @param file a PEM file with certificates
     */
    public static TrustManager[] with(Path file) {
        try {
            return trust(Stream.concat(own(), KeyFile.certificates(file).stream()));
        } catch (IOException | GeneralSecurityException e) {
            return rejection(List.of(file), e);
        }
    }

    /**
     * Returns trust in the authorities of files alone, with the same rule for files that cannot be used.
     *
     * @param files PEM files with certificates
     */
    public static TrustManager[] only(List<Path> files) {
        try {
            List<X509Certificate> all = new ArrayList<>();
            for (Path file : files) {
                all.addAll(KeyFile.certificates(file));
            }
            return trust(all.stream());
        } catch (IOException | GeneralSecurityException e) {
            return rejection(files, e);
        }
    }

    /** Returns trust in Java's own authorities. */
    public static TrustManager[] ofJava() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return factory.getTrustManagers();
    }

    private static TrustManager[] trust(Stream<X509Certificate> certificates)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        List<X509Certificate> all = certificates.toList();
        for (int i = 0; i < all.size(); i++) {
            store.setCertificateEntry(String.valueOf(i), all.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static TrustManager[] rejection(List<Path> files, Exception reason) {
        String names = files.stream().map(Path::toString).collect(Collectors.joining(", "));
        return new TrustManager[] {new Rejecting("the authorities of " + names + " cannot be used: " + reason)};
    }

    private static Stream<X509Certificate> own() throws GeneralSecurityException {
        return Arrays.stream(ofJava())
                .filter(X509TrustManager.class::isInstance)
                .flatMap(each -> Arrays.stream(((X509TrustManager) each).getAcceptedIssuers()));
    }

    /** Rejects every certificate. */
    private static final class Rejecting extends X509ExtendedTrustManager {
        private final String reason;

        Rejecting(String reason) {
            this.reason = reason;
        }

        private void reject() throws CertificateException {
            throw new CertificateException(reason);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            reject();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            reject();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
                throws CertificateException {
            reject();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
                throws CertificateException {
            reject();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
                throws CertificateException {
            reject();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
                throws CertificateException {
            reject();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
