package io.litedrill.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.cli.ToolRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority made with openssl, and the certificates for 127.0.0.1 that it issues. */
public final class TestAuthority {
    private final Path folder;

    /** Creates an authority in a folder. */
    public TestAuthority(Path folder) throws Exception {
        this.folder = folder;
        openssl(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=test authority",
                "-keyout",
                file("ca.key"),
                "-out",
                certificate().toString());
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    /** Returns the certificate of the authority. */
    public Path certificate() {
        return folder.resolve("ca.crt");
    }

    /** Issues a certificate, and writes it with its key to NAME.crt and NAME.key. Existing files are replaced. */
    public void issue(String name, int serial, String... algorithm) throws Exception {
        Files.writeString(folder.resolve("san"), "subjectAltName=IP:127.0.0.1\n");
        String[] request = {
            "req",
            "-new",
            "-nodes",
            "-subj",
            "/CN=litedrill",
            "-keyout",
            file("next.key"),
            "-out",
            file("next.csr"),
            "-newkey"
        };
        String[] all =
                Stream.concat(Arrays.stream(request), Arrays.stream(algorithm)).toArray(String[]::new);
        openssl(all);
        openssl(
                "x509",
                "-req",
                "-in",
                file("next.csr"),
                "-CA",
                file("ca.crt"),
                "-CAkey",
                file("ca.key"),
                "-days",
                "2",
                "-set_serial",
                String.valueOf(serial),
                "-extfile",
                file("san"),
                "-out",
                file("next.crt"));
        Files.setPosixFilePermissions(folder.resolve("next.key"), PosixFilePermissions.fromString("rw-------"));
        Files.move(folder.resolve("next.crt"), folder.resolve(name + ".crt"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(folder.resolve("next.key"), folder.resolve(name + ".key"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Returns a context that trusts only this authority. */
    SSLContext trusting() throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(certificate())) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    /** Returns a context that presents an issued certificate, whose key openssl puts into a key store. */
    SSLContext serving(String name) throws Exception {
        String password = "changeit";
        openssl(
                "pkcs12",
                "-export",
                "-in",
                file(name + ".crt"),
                "-inkey",
                file(name + ".key"),
                "-out",
                file(name + ".p12"),
                "-passout",
                "pass:" + password);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
            store.load(in, password.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private static void openssl(String... arguments) throws IOException, InterruptedException {
        ToolRun run = ToolRun.of("openssl", arguments);
        assertThat(run.exitCode()).as(run.output()).isZero();
    }
}
