package io.litedrill.config;

import io.litedrill.storage.sftp.SftpSettings;
import io.litedrill.storage.sftp.SftpSettings.HostKey;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Locates replicas on SFTP servers. */
final class SftpReplicas {
    private static final Pattern HOST = Pattern.compile("(?:\\[([^\\]/@]+)\\]|([^:/@\\[\\]]+))(?::(\\d{1,5}))?");

    private SftpReplicas() {}

    static ReplicaLocation locate(ReplicaSource source) {
        ReplicaFields fields = source.fields();
        Optional<ReplicaUrl> url = source.url();
        String host = fields.has("host")
                ? fields.text("host")
                : url.map(ReplicaUrl::host).orElse("");
        String user = fields.has("user")
                ? fields.text("user")
                : url.flatMap(ReplicaUrl::user).map(ReplicaUrl.User::name).orElse("");
        Optional<String> unset = fields.unsetReason("host", "user", "path", "url");
        if (host.isEmpty() || user.isEmpty() || unset.isPresent()) {
            return source.unreadable(unset.orElse(fields.where() + (host.isEmpty() ? ".host" : ".user")
                    + ": host and user of a replica of type sftp are needed"));
        }
        Matcher address = HOST.matcher(host);
        int port = address.matches() ? port(address) : 0;
        if (port < 1 || port > 65_535) {
            return source.unreadable(fields.where() + ".host: must be HOST or HOST:PORT");
        }
        String path = GoPaths.clean(
                fields.has("path")
                        ? fields.text("path")
                        : url.map(ReplicaUrl::path).orElse(""));
        try {
            String name = Optional.ofNullable(address.group(1)).orElse(address.group(2));
            return new SftpLocation(settings(source, name, port, user, path), path.replaceFirst("^/", ""));
        } catch (InvalidPathException e) {
            return source.unreadable(fields.where() + ".key-path: must be a path");
        }
    }

    private static int port(Matcher address) {
        return Optional.ofNullable(address.group(3)).map(Integer::parseInt).orElse(SftpSettings.PORT);
    }

    private static SftpSettings settings(ReplicaSource source, String host, int port, String user, String path) {
        ReplicaFields fields = source.fields();
        Optional<String> password = Optional.of(fields.text("password"))
                .filter(text -> !text.isEmpty())
                .or(() -> source.url().flatMap(ReplicaUrl::user).flatMap(ReplicaUrl.User::password));
        return new SftpSettings(
                host, port, user, path.startsWith("/") ? "/" : "", password, file(source, "key-path"), hostKey(source));
    }

    private static HostKey hostKey(ReplicaSource source) {
        if (source.fields().has("host-key")) {
            return new HostKey.Fixed(source.fields().text("host-key"));
        }
        return file(source, "known-hosts").<HostKey>map(HostKey.Known::new).orElseGet(HostKey.Any::new);
    }

    private static Optional<Path> file(ReplicaSource source, String key) {
        Environment environment = source.environment();
        return Optional.of(source.fields().text(key))
                .filter(text -> !text.isEmpty())
                .map(text -> environment.absolute(text, environment.folder()));
    }
}
