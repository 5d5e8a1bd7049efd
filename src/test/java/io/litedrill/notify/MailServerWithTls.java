package io.litedrill.notify;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.subethamail.smtp.server.SMTPServer;

/** A real mail server on loopback that requires encryption. */
final class MailServerWithTls implements AutoCloseable {
    private static final String PASSWORD = "changeit";

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final Channel.Security security;
    private final SMTPServer server;

    private MailServerWithTls(Channel.Security security, SSLContext tls) {
        this.security = security;
        SMTPServer.Builder builder = SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("localhost")
                .messageHandler((context, from, to, data) -> received.add(new String(data, StandardCharsets.UTF_8)));
        this.server = security == Channel.Security.TLS
                ? builder.serverSocketFactory(tls).build()
                : builder.requireTLS().startTlsSocketFactory(tls).build();
    }

    /**
     * A certificate that keytool made.
     *
     * @param store its key and certificate, for the server
     * @param pem the certificate that clients must trust
     */
    record Certificate(Path store, Path pem) {
        /**
         * Creates a self-signed certificate.
         *
         * @param name such as {@code dns:localhost}
         */
        static Certificate selfSigned(Path folder, String name) throws IOException, InterruptedException {
            Certificate made = in(folder);
            made.keytool("-genkeypair", "-alias", "mail", "-keyalg", "EC", "-dname", "CN=test", "-ext", "san=" + name);
            made.keytool("-exportcert", "-rfc", "-alias", "mail", "-file", made.pem.toString());
            return made;
        }

        /** Creates an expired certificate that an authority of the same folder signed. */
        static Certificate expired(Path folder, String name) throws IOException, InterruptedException {
            Certificate made = in(folder);
            String authority = made.pem.toString();
            made.keytool("-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=ca", "-ext", "bc:c");
            made.keytool("-exportcert", "-rfc", "-alias", "ca", "-file", authority);
            made.keytool(("-genkeypair -alias mail -keyalg EC -dname CN=test -signer ca -ext san=" + name
                            + " -startdate -30d -validity 10")
                    .split(" ", -1));
            made.keytool("-delete", "-alias", "ca");
            return made;
        }

        private static Certificate in(Path folder) throws IOException {
            Files.createDirectories(folder);
            return new Certificate(folder.resolve("key.p12"), folder.resolve("trusted.pem"));
        }

        private void keytool(String... arguments) throws IOException, InterruptedException {
            String program =
                    Path.of(System.getProperty("java.home"), "bin/keytool").toString();
            List<String> command = new ArrayList<>(List.of(program));
            command.addAll(List.of(arguments));
            command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(output);
            }
        }

        private SSLContext context() throws IOException, GeneralSecurityException {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, PASSWORD.toCharArray());
            }
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        }
    }

    /** Starts a server with STARTTLS, or with implicit TLS. */
    static MailServerWithTls start(Channel.Security security, Certificate certificate)
            throws IOException, GeneralSecurityException {
        MailServerWithTls server = new MailServerWithTls(security, certificate.context());
        server.server.start();
        return server;
    }

    Channel.MailServer address(String host, Optional<Path> ca) {
        return new Channel.MailServer(host, server.getPortAllocated(), security, ca);
    }

    /** Returns the messages with their headers. */
    List<String> received() {
        return List.copyOf(received);
    }

    @Override
    public void close() {
        server.stop();
    }
}
