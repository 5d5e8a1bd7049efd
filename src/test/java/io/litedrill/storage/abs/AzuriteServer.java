package io.litedrill.storage.abs;

import com.azure.storage.blob.BlobContainerClient;
import io.litedrill.litestream.Tools;
import io.litedrill.storage.ServerProcess;
import io.litedrill.storage.Timeouts;
import io.litedrill.storage.abs.AbsSettings.Login;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Azurite on 127.0.0.1, Microsoft's own emulator. It checks signatures. */
public final class AzuriteServer implements AutoCloseable {
    /** The account of every Azurite. */
    public static final String ACCOUNT = "devstoreaccount1";
    /** The published key of that account. */
    public static final String KEY =
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private final ServerProcess process;

    private AzuriteServer(ServerProcess process) {
        this.process = process;
    }

    /** Starts a server with its files in a folder; skips or fails the running test without its program. */
    public static AzuriteServer start(Path folder) throws IOException {
        String program = Tools.require("azurite-blob").toString();
        return new AzuriteServer(ServerProcess.start(
                "azurite",
                folder,
                port -> List.of(
                        program,
                        "--blobHost",
                        "127.0.0.1",
                        "--blobPort",
                        port,
                        "--location",
                        folder.resolve("azurite").toString(),
                        "--silent",
                        "--skipApiVersionCheck",
                        "--disableTelemetry")));
    }

    /** Returns its port. */
    public int port() {
        return process.port();
    }

    /** Returns the address of its account, through the port of the server or of a proxy. */
    public static URI endpoint(int port) {
        return URI.create("http://127.0.0.1:" + port + "/" + ACCOUNT);
    }

    /** Returns the settings for one of its containers. */
    public static AbsSettings settings(String container, int port) {
        return settings(container, port, new Login.Key(KEY));
    }

    static AbsSettings settings(String container, int port, Login login) {
        return new AbsSettings(ACCOUNT, container, Optional.of(endpoint(port)), login);
    }

    BlobContainerClient container(String name) {
        return AbsConnection.to(settings(name, port()), Timeouts.DEFAULT);
    }

    /** Creates a container. */
    public void createContainer(String name) {
        container(name).create();
    }

    /** Writes a blob, and replaces an existing one. */
    public void put(String container, String key, byte[] content) {
        container(container).getBlobClient(key).upload(new ByteArrayInputStream(content), content.length, true);
    }

    /** Deletes a blob. */
    public void delete(String container, String key) {
        container(container).getBlobClient(key).delete();
    }

    @Override
    public void close() {
        process.close();
    }
}
