package io.litedrill.soak;

import io.litedrill.storage.FaultProxy;
import io.litedrill.storage.S3Server;
import io.litedrill.storage.abs.AzuriteServer;
import io.litedrill.storage.gcs.GcsServer;
import io.litedrill.storage.sftp.OpenSshServer;
import io.litedrill.storage.webdav.ApacheServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One real server of each type on 127.0.0.1, and a proxy before each: Litestream uses the server, Litedrill the
 * proxy.
 */
final class SoakStores implements AutoCloseable {
    private static final String BUCKET = "soak";

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Map<String, FaultProxy> proxies = new HashMap<>();
    private final Path folder;
    private final S3Server s3;
    private final GcsServer gcs;
    private final OpenSshServer sftp;
    private final AzuriteServer abs;
    private final ApacheServer webdav;
    private final Path sftpFiles;

    private SoakStores(Path folder) throws IOException {
        this.folder = folder;
        s3 = opened(S3Server.inFolder(Files.createDirectories(folder.resolve("s3"))));
        s3.createBucket(BUCKET);
        gcs = opened(GcsServer.start(Files.createDirectories(folder.resolve("gcs"))));
        gcs.createBucket(BUCKET);
        sftp = opened(OpenSshServer.start(Files.createDirectories(folder.resolve("sftp"))));
        sftpFiles = sftp.createFolder(BUCKET);
        abs = opened(AzuriteServer.start(Files.createDirectories(folder.resolve("abs"))));
        abs.createContainer(BUCKET);
        webdav = opened(ApacheServer.start(Files.createDirectories(folder.resolve("webdav"))));
        proxy("s3", s3.port());
        proxy("gs", gcs.port());
        proxy("sftp", sftp.port());
        proxy("abs", abs.port());
        proxy("webdav", webdav.port());
    }

    /** Starts the servers; some run as another user, who needs access to their folders. */
    static SoakStores start(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        return new SoakStores(folder);
    }

    private <T extends AutoCloseable> T opened(T server) {
        open.add(0, server);
        return server;
    }

    private void proxy(String type, int port) throws IOException {
        proxies.put(type, opened(new FaultProxy(port)));
    }

    /** Returns the proxies, by type; replicas in folders have none. */
    Map<String, FaultProxy> proxies() {
        return Map.copyOf(proxies);
    }

    /** Returns the YAML lines of a replica as Litestream or, through the proxy, Litedrill reads them. */
    List<String> place(SoakDatabase database, boolean proxied) throws IOException {
        String name = database.name();
        int port =
                proxied && proxies.containsKey(database.type()) ? port(database.type()) : serverPort(database.type());
        return switch (database.type()) {
            case "file" -> List.of("path: " + folder.resolve("replicas").resolve(name));
            case "s3" ->
                List.of(
                        "type: s3",
                        "bucket: " + BUCKET,
                        "path: " + name,
                        "endpoint: http://127.0.0.1:" + port,
                        "region: us-east-1",
                        "force-path-style: true",
                        "access-key-id: " + s3.accessKey(),
                        "secret-access-key: " + s3.secretKey());
            case "gs" -> List.of("type: " + (database.isWal() ? "gcs" : "gs"), "bucket: " + BUCKET, "path: " + name);
            case "sftp" ->
                List.of(
                        "type: sftp",
                        "host: 127.0.0.1:" + port,
                        "user: " + sftp.user(),
                        "path: " + sftpFiles + "/" + name,
                        "key-path: " + sftp.keyFile());
            case "abs" ->
                List.of(
                        "type: abs",
                        "account-name: " + AzuriteServer.ACCOUNT,
                        "endpoint: " + AzuriteServer.endpoint(port),
                        "bucket: " + BUCKET,
                        "path: " + name);
            case "webdav" ->
                List.of(
                        "type: webdav",
                        "webdav-url: http://127.0.0.1:" + port,
                        "webdav-username: " + webdav.user(),
                        "webdav-password: '" + webdav.password() + "'",
                        "path: /" + name);
            default -> throw new IllegalArgumentException(database.type());
        };
    }

    /** Returns the variables of Litestream or, through the proxies, of Litedrill. */
    Map<String, String> environment(boolean proxied) {
        Map<String, String> variables = new HashMap<>(gcs.environment());
        if (proxied) {
            variables.replaceAll((name, value) -> value.replace(":" + gcs.port(), ":" + port("gs")));
        }
        variables.put("LITESTREAM_AZURE_ACCOUNT_KEY", AzuriteServer.KEY);
        return variables;
    }

    /** Returns the folder of a replica in a folder or in S3. */
    Path folderOf(SoakDatabase database) {
        return folder.resolve("replicas").resolve(database.name());
    }

    private int port(String type) {
        return java.util.Objects.requireNonNull(proxies.get(type)).endpoint().getPort();
    }

    private int serverPort(String type) {
        return switch (type) {
            case "s3" -> s3.port();
            case "gs" -> gcs.port();
            case "sftp" -> sftp.port();
            case "abs" -> abs.port();
            case "webdav" -> webdav.port();
            default -> 0;
        };
    }

    @Override
    public void close() throws IOException {
        for (AutoCloseable each : open) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }
}
