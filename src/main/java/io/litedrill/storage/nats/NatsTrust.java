package io.litedrill.storage.nats;

import io.litedrill.keys.Authorities;
import io.litedrill.keys.KeyFile;
import io.litedrill.storage.nats.NatsSettings.ClientFiles;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Verifies the certificate of a NATS server, with its host name, which the client for NATS does not verify. */
final class NatsTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager authorities;

    private NatsTrust(X509ExtendedTrustManager authorities) {
        this.authorities = authorities;
    }

    /** Returns what creates the connections with TLS. */
    static SSLContext context(NatsSettings.Tls settings) throws IOException, GeneralSecurityException {
        TrustManager[] trusted =
                settings.authorities().isEmpty() ? Authorities.ofJava() : Authorities.only(settings.authorities());
        TrustManager[] verifying = Arrays.stream(trusted)
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(each -> new NatsTrust((X509ExtendedTrustManager) each))
                .toArray(TrustManager[]::new);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                settings.client().isEmpty()
                        ? new KeyManager[0]
                        : keys(settings.client().get()),
                verifying,
                null);
        return context;
    }

    private static KeyManager[] keys(ClientFiles files) throws IOException, GeneralSecurityException {
        char[] password = new char[0];
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry(
                "client",
                KeyFile.privateKey(files.key()),
                password,
                KeyFile.certificates(files.certificate()).toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        return factory.getKeyManagers();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
            throws CertificateException {
        if (!(socket instanceof SSLSocket connection)) {
            throw new CertificateException("the connection has no TLS");
        }
        SSLParameters parameters = connection.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        connection.setSSLParameters(parameters);
        authorities.checkServerTrusted(chain, type, connection);
    }

    private static CertificateException unused() {
        return new CertificateException("only the server of a socket is verified");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw unused();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
            throws CertificateException {
        throw unused();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw unused();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
            throws CertificateException {
        throw unused();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
            throws CertificateException {
        throw unused();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }
}
