package io.litedrill.config;

import io.litedrill.storage.webdav.WebDavSettings;
import io.litedrill.storage.webdav.WebDavSettings.Login;
import java.net.URI;
import java.util.Optional;

/** Locates replicas on WebDAV servers. */
final class WebDavReplicas {
    private WebDavReplicas() {}

    static ReplicaLocation locate(ReplicaSource source) {
        ReplicaFields fields = source.fields();
        Optional<ReplicaUrl> url = source.url();
        Optional<String> unset = fields.unsetReason("webdav-url", "path", "url");
        if (unset.isPresent()) {
            return source.unreadable(unset.get());
        }
        if (fields.has("url") && fields.has("webdav-url")) {
            return source.unreadable(fields.where() + ".url: must stand alone, without webdav-url");
        }
        Optional<URI> address = fields.has("webdav-url")
                ? WebAddress.parse(fields.text("webdav-url"), "http://")
                : url.filter(each -> !each.host().isEmpty())
                        .flatMap(each -> WebAddress.parse(
                                (each.scheme().equals("webdavs") ? "https://" : "http://") + each.host(), ""));
        if (address.isEmpty()) {
            return source.unreadable(fields.where()
                    + ".webdav-url: http://HOST/PATH or https://HOST/PATH of a replica of type webdav is needed");
        }
        String path = GoPaths.clean(
                fields.has("path")
                        ? fields.text("path")
                        : url.map(ReplicaUrl::path).orElse(""));
        return new WebDavLocation(new WebDavSettings(address.get(), login(fields, url)), path.replaceFirst("^/", ""));
    }

    private static Optional<Login> login(ReplicaFields fields, Optional<ReplicaUrl> url) {
        Optional<ReplicaUrl.User> ofUrl = url.flatMap(ReplicaUrl::user);
        String user = fields.has("webdav-username")
                ? fields.text("webdav-username")
                : ofUrl.map(ReplicaUrl.User::name).orElse("");
        String password = fields.has("webdav-password")
                ? fields.text("webdav-password")
                : ofUrl.flatMap(ReplicaUrl.User::password).orElse("");
        return user.isEmpty() ? Optional.empty() : Optional.of(new Login(user, password));
    }
}
