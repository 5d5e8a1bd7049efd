package io.litedrill.notify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Decides which certificates of mail servers are trusted, and explains why one was refused. */
final class MailTrust {
    private MailTrust() {}

    /**
     * Creates sockets that trust the certificates of a PEM file and no others.
     *
     * @throws IOException when the file cannot be read
     * @throws CertificateException when it holds no certificate
     */
    static SSLSocketFactory socketsTrusting(Path pem) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        int number = 0;
        for (Certificate certificate : certificates(pem)) {
            number++;
            trusted.setCertificateEntry(Integer.toString(number), certificate);
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    private static Collection<? extends Certificate> certificates(Path pem) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(pem)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new CertificateException(pem + " holds no certificate");
            }
            return found;
        }
    }

    /** Returns what is wrong with the server's certificate, and the next step; empty for any other failure. */
    static Optional<String> refusal(Throwable failure, Channel.MailServer server) {
        List<Throwable> causes = Stream.iterate(failure, each -> each != null, Throwable::getCause)
                .toList();
        if (causes.stream().noneMatch(MailTrust::isOfTls)) {
            return Optional.empty();
        }
        if (has(causes, CertificateExpiredException.class)) {
            return Optional.of("the server's certificate has expired; renew it on the server");
        }
        if (has(causes, CertificateNotYetValidException.class)) {
            return Optional.of("the server's certificate is not valid yet; compare the clocks of both machines");
        }
        if (causes.stream().anyMatch(MailTrust::isOfName)) {
            return Optional.of("the server's certificate is not for the name " + server.host()
                    + "; set server to a name that the certificate has");
        }
        if (has(causes, CertificateException.class)) {
            String trusted = server.ca().map(Path::toString).orElse("Java's list of authorities");
            return Optional.of("the server's certificate is not signed by an authority in " + trusted
                    + "; set ca to a PEM file with the certificate of its authority");
        }
        return Optional.empty();
    }

    private static boolean has(List<Throwable> causes, Class<?> type) {
        return causes.stream().anyMatch(type::isInstance);
    }

    private static boolean isOfTls(Throwable cause) {
        return cause instanceof SSLException || isOfName(cause);
    }

    /** Returns whether a failure is that of a name; Angus Mail and Java check it, and neither has a type for it. */
    private static boolean isOfName(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return message.contains("verify identity of server")
                || (cause instanceof CertificateException
                        && (message.contains("subject alternative") || message.contains("No name matching")));
    }
}
