package io.litedrill.keys;

import io.litedrill.files.RegularFiles;
import io.litedrill.files.SecretFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;

/** Reads one key, or certificates, from a PEM file. Every failure names the file and the next step. */
public final class KeyFile {
    private static final int MOST_KEY_BYTES = 64 << 10;
    private static final int MOST_CERTIFICATE_BYTES = 4 << 20;
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

    private KeyFile() {}

    /**
     * Reads a private key (PKCS #8, not encrypted).
     *
     * @param file absolute
     * @throws IOException when the file cannot be read, holds no such key, or can be read by other users
     */
    public static PrivateKey privateKey(Path file) throws IOException {
        PemText pem = new PemText(text(secret(file)));
        byte[] bytes = pem.first(PRIVATE).orElseThrow(() -> new IOException(file + ": " + withoutKey(pem, file)));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            } catch (GeneralSecurityException another) {
                // the next algorithm is tried
            }
        }
        throw new IOException(file + ": holds no key of type RSA, EC or Ed25519");
    }

    private static String withoutKey(PemText pem, Path file) {
        List<String> labels =
                pem.labels().filter(label -> label.endsWith(PRIVATE)).toList();
        return labels.isEmpty()
                ? "holds no private key. It must be a PEM file with the line -----BEGIN PRIVATE KEY-----"
                : "holds a key in the format " + labels.get(0)
                        + ", and PKCS #8 without a password is needed. Convert it:"
                        + " openssl pkcs8 -topk8 -nodes -in " + file + " -out NEW";
    }

    /**
     * Reads a public key (SubjectPublicKeyInfo). Other users may read the file.
     *
     * @throws IOException when the file cannot be read or holds no such key
     */
    public static PublicKey publicKey(Path file) throws IOException {
        byte[] bytes = new PemText(text(open(file, MOST_KEY_BYTES)))
                .first(PUBLIC)
                .orElseThrow(() -> new IOException(file
                        + ": holds no public key. It must be a PEM file with the line -----BEGIN PUBLIC KEY-----, as"
                        + " openssl pkey -in KEY -pubout prints it"));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(bytes));
            } catch (GeneralSecurityException another) {
                // the next algorithm is tried
            }
        }
        throw new IOException(file + ": holds no key of type RSA, EC or Ed25519");
    }

    /**
     * Reads certificates, in the order of the file. Other users may read the file.
     *
     * @return at least one
     * @throws IOException when the file cannot be read or holds no certificate
     */
    public static List<X509Certificate> certificates(Path file) throws IOException {
        try {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(open(file, MOST_CERTIFICATE_BYTES)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (found.isEmpty()) {
                throw new CertificateException("empty");
            }
            return found;
        } catch (CertificateException malformed) {
            throw new IOException(
                    file + ": holds no certificates. It must be a PEM file with the line -----BEGIN CERTIFICATE-----",
                    malformed);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] secret(Path file) throws IOException {
        try {
            return SecretFile.read(file, MOST_KEY_BYTES);
        } catch (NoSuchFileException | AccessDeniedException e) {
            throw unreadable(file, e);
        }
    }

    private static IOException unreadable(Path file, IOException e) {
        String reason = e instanceof NoSuchFileException ? "there is no such file" : "this user may not read it";
        return new IOException(file + ": " + reason, e);
    }

    private static byte[] open(Path file, int most) throws IOException {
        try (InputStream in = RegularFiles.streamFollowingLinks(file)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new IOException(file + ": is larger than " + most + " bytes");
            }
            return bytes;
        } catch (NoSuchFileException | AccessDeniedException e) {
            throw unreadable(file, e);
        }
    }
}
