package io.litedrill.storage;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/** Lists the jars with the libraries of single types of stores: in the folder {@code lib} beside Litedrill's jar. */
public enum StoreLibrary {
    /** Google Cloud Storage. */
    GCS("litedrill-gcs.jar", "com.google.api.services.storage.Storage"),
    /** SFTP servers. */
    SFTP("litedrill-sftp.jar", "org.apache.sshd.sftp.client.SftpClientFactory"),
    /** Azure Blob Storage. */
    ABS("litedrill-abs.jar", "com.azure.storage.blob.BlobContainerClient"),
    /** NATS servers. */
    NATS("litedrill-nats.jar", "io.nats.client.Nats");

    private final String jar;
    private final String sample;

    StoreLibrary(String jar, String sample) {
        this.jar = jar;
        this.sample = sample;
    }

    /** Returns whether its classes are on the class path. */
    public boolean isPresent() {
        return isPresent(StoreLibrary.class.getClassLoader());
    }

    boolean isPresent(ClassLoader loader) {
        try {
            Class.forName(sample, false, loader);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Returns the path where the jar is expected. */
    public Path path() {
        return folder().resolve("lib").resolve(jar);
    }

    /** Returns the next step when the jar is missing. */
    public String hint() {
        return "copy " + jar + " of this version to " + path() + ". It is in the folder lib of a release, and in"
                + " target/lib after a build";
    }

    private static Path folder() {
        Optional<CodeSource> source =
                Optional.ofNullable(StoreLibrary.class.getProtectionDomain().getCodeSource());
        try {
            URI location = source.isPresent() ? source.get().getLocation().toURI() : URI.create("file:///");
            return Optional.ofNullable(Path.of(location).getParent()).orElse(Path.of("/"));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Path.of("");
        }
    }
}
