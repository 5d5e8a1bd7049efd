package io.litedrill.storage.nats;

import io.litedrill.litestream.Tools;
import io.litedrill.storage.ServerProcess;
import io.litedrill.storage.nats.NatsSettings.Login;
import io.litedrill.storage.nats.NatsSettings.Tls;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.NUID;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PurgeOptions;
import io.nats.client.api.ObjectInfo;
import io.nats.client.api.ObjectStoreConfiguration;
import io.nats.client.api.StorageType;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Debian's nats-server with JetStream on 127.0.0.1. It requires a login. */
public final class NatsServer implements AutoCloseable {
    /** The user name of the login with all permissions. */
    public static final String USER = "ada";
    /** The password of that login. */
    public static final String PASSWORD = "hush-password";

    private static final int PART = 128 * 1024;

    private final ServerProcess process;
    private final Connection owner;

    private NatsServer(ServerProcess process, Connection owner) {
        this.process = process;
        this.owner = owner;
    }

    /** Starts a server with its files in a folder; skips or fails the running test without its program. */
    public static NatsServer start(Path folder) throws IOException {
        return start(folder, "authorization { users: [{user: %s, password: %s}] }".formatted(USER, PASSWORD));
    }

    /**
     * Starts a server.
     *
     * @param configuration more lines of its configuration, with the login {@link #USER}
     */
    static NatsServer start(Path folder, String configuration) throws IOException {
        String program = Tools.require("nats-server").toString();
        Path file = Files.writeString(
                folder.resolve("nats.conf"),
                "host: 127.0.0.1\njetstream { store_dir: \"" + folder.resolve("jetstream") + "\" }\n" + configuration);
        ServerProcess process = ServerProcess.start(
                "nats-server", folder, port -> List.of(program, "--config", file.toString(), "--port", port));
        try {
            return new NatsServer(process, connection(process.port()));
        } catch (IOException | InterruptedException e) {
            process.close();
            throw new IOException(e);
        }
    }

    private static Connection connection(int port) throws IOException, InterruptedException {
        return Nats.connect(Options.builder()
                .server("nats://127.0.0.1:" + port)
                .userInfo(USER.toCharArray(), PASSWORD.toCharArray())
                .build());
    }

    /** Returns its port. */
    public int port() {
        return process.port();
    }

    /** Returns the settings for one of its buckets, through the port of the server or of a proxy. */
    static NatsSettings settings(String bucket, int port) {
        return settings(bucket, port, new Login.User(USER, PASSWORD));
    }

    static NatsSettings settings(String bucket, int port, Login login) {
        return new NatsSettings("127.0.0.1:" + port, bucket, login, new Tls(false, List.of(), Optional.empty()));
    }

    /** Returns a connection with all permissions. */
    Connection owner() {
        return owner;
    }

    /** Creates a bucket. */
    public void createBucket(String bucket) throws IOException {
        try {
            owner.objectStoreManagement()
                    .create(ObjectStoreConfiguration.builder(bucket)
                            .storageType(StorageType.File)
                            .build());
        } catch (JetStreamApiException e) {
            throw new IOException(e);
        }
    }

    /**
     * Writes an object like Go's client, and replaces an existing one. Java's client encodes some names differently.
     */
    void put(String bucket, String key, byte[] content) throws IOException {
        Optional<String> replaced = id(bucket, key);
        String id = NUID.nextGlobal();
        int parts = 0;
        for (int from = 0; from < content.length; from += PART) {
            publish(
                    NatsStream.parts(bucket, id),
                    Arrays.copyOfRange(content, from, Math.min(content.length, from + PART)),
                    new Headers());
            parts++;
        }
        describe(bucket, key, """
                {"name":%s,"bucket":"%s","nuid":"%s","size":%d,"chunks":%d,"options":{"max_chunk_size":131072}}""".formatted(quoted(key), bucket, id, content.length, parts));
        if (replaced.isPresent()) {
            purge(bucket, replaced.get());
        }
    }

    /** Deletes an object like Go's client. */
    void delete(String bucket, String key) throws IOException {
        String id = id(bucket, key).orElseThrow();
        describe(bucket, key, """
                {"name":%s,"bucket":"%s","nuid":"%s","size":0,"chunks":0,"deleted":true}""".formatted(quoted(key), bucket, id));
        purge(bucket, id);
    }

    /** Writes the description of an object. */
    void describe(String bucket, String key, String description) throws IOException {
        publish(
                NatsStream.description(bucket, key),
                description.getBytes(StandardCharsets.UTF_8),
                new Headers().put("Nats-Rollup", "sub"));
    }

    /** Returns the id of an object. */
    Optional<String> id(String bucket, String key) throws IOException {
        try {
            return Optional.ofNullable(new ObjectInfo(owner.jetStreamManagement()
                            .getLastMessage(NatsStream.name(bucket), NatsStream.description(bucket, key)))
                    .getNuid());
        } catch (JetStreamApiException e) {
            return Optional.empty();
        }
    }

    private void purge(String bucket, String id) throws IOException {
        try {
            owner.jetStreamManagement()
                    .purgeStream(NatsStream.name(bucket), PurgeOptions.subject(NatsStream.parts(bucket, id)));
        } catch (JetStreamApiException e) {
            throw new IOException(e);
        }
    }

    private void publish(String subject, byte[] content, Headers headers) throws IOException {
        try {
            owner.jetStream().publish(subject, headers, content);
        } catch (JetStreamApiException e) {
            throw new IOException(e);
        }
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    @Override
    public void close() {
        try {
            owner.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.close();
    }
}
