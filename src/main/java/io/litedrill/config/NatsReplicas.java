package io.litedrill.config;

import io.litedrill.storage.nats.NatsSettings;
import io.litedrill.storage.nats.NatsSettings.ClientFiles;
import io.litedrill.storage.nats.NatsSettings.Login;
import io.litedrill.storage.nats.NatsSettings.Tls;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Locates replicas in object stores of NATS. */
final class NatsReplicas {
    private static final String ONE_SERVER = "(?:\\[[0-9A-Fa-f:.]+\\]|[^\\s:/@,\\[\\]]+)(?::\\d{1,5})?";
    private static final Pattern SERVERS = Pattern.compile(ONE_SERVER + "(?:," + ONE_SERVER + ")*");
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9_-]+");

    private NatsReplicas() {}

    static ReplicaLocation locate(ReplicaSource source) {
        ReplicaFields fields = source.fields();
        String bucket = bucket(source);
        Optional<String> unset = fields.unsetReason("bucket", "url");
        if (!BUCKET.matcher(bucket).matches() || unset.isPresent()) {
            return source.unreadable(unset.orElse(fields.where() + ".bucket: the object store of a replica of type nats"
                    + " is needed, a name of letters, digits, hyphens and underscores"));
        }
        String server = source.url()
                .map(ReplicaUrl::host)
                .filter(host -> !host.isEmpty())
                .orElse(NatsSettings.SERVER);
        Optional<String> fault = SERVERS.matcher(server).matches()
                ? fault(fields)
                : Optional.of(".url: must be nats://HOST:PORT/BUCKET");
        if (fault.isPresent()) {
            return source.unreadable(fields.where() + fault.get());
        }
        try {
            NatsSettings settings = new NatsSettings(server, bucket, login(source), tls(source));
            return new NatsLocation(settings, "", fields.text("path"));
        } catch (InvalidPathException e) {
            return source.unreadable(fields.where() + ": creds, root-cas, client-cert and client-key must be paths");
        }
    }

    private static String bucket(ReplicaSource source) {
        return source.url()
                .map(url -> GoPaths.clean(url.path()).replaceAll("^/+|/+$", ""))
                .filter(text -> !text.isEmpty())
                .orElseGet(() -> source.fields().text("bucket"));
    }

    /** Returns why Litestream rejects the settings, or why they cannot log in. */
    private static Optional<String> fault(ReplicaFields fields) {
        if (fields.has("client-cert") != fields.has("client-key")) {
            return Optional.of(".client-cert: must be set together with client-key");
        }
        boolean another = (fields.has("jwt") && fields.has("seed")) || fields.has("creds");
        return fields.has("nkey") && !another && !fields.has("seed")
                ? Optional.of(".nkey: needs seed, which signs")
                : Optional.empty();
    }

    /** Returns the login that Litestream chooses. */
    private static Login login(ReplicaSource source) {
        ReplicaFields fields = source.fields();
        if (fields.has("jwt") && fields.has("seed")) {
            return new Login.Jwt(fields.text("jwt"), fields.text("seed"));
        }
        if (fields.has("creds")) {
            return new Login.Creds(file(source, fields.text("creds")));
        }
        if (fields.has("nkey")) {
            return new Login.Seed(fields.text("seed"));
        }
        Optional<ReplicaUrl.User> ofUrl = source.url().flatMap(ReplicaUrl::user);
        String name = first(fields.text("username"), ofUrl.map(ReplicaUrl.User::name));
        String password = first(fields.text("password"), ofUrl.flatMap(ReplicaUrl.User::password));
        if (!name.isEmpty() && !password.isEmpty()) {
            return new Login.User(name, password);
        }
        return fields.has("token") ? new Login.Token(fields.text("token")) : new Login.None();
    }

    private static String first(String text, Optional<String> other) {
        return text.isEmpty() ? other.orElse("") : text;
    }

    private static Tls tls(ReplicaSource source) {
        ReplicaFields fields = source.fields();
        List<Path> authorities = Stream.of(fields.text("root-cas").split("\n"))
                .filter(text -> !text.isEmpty())
                .map(text -> file(source, text))
                .toList();
        Optional<ClientFiles> client = fields.has("client-cert")
                ? Optional.of(new ClientFiles(
                        file(source, fields.text("client-cert")), file(source, fields.text("client-key"))))
                : Optional.empty();
        return new Tls(fields.bool("tls").orElse(false), authorities, client);
    }

    private static Path file(ReplicaSource source, String text) {
        return source.environment().absolute(text, source.environment().folder());
    }
}
