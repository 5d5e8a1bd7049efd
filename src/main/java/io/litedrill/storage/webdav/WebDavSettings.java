package io.litedrill.storage.webdav;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The settings of one WebDAV server. {@code toString} omits the password.
 *
 * @param address {@code http} or {@code https}, without a slash at its end
 * @param login empty for a server without one
 */
public record WebDavSettings(URI address, Optional<Login> login) {
    /** Holds a name and a password. */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login[user=" + user + "]";
        }
    }

    /** Returns the address of a key for messages. */
    public String locate(String key) {
        return "webdav" + address.toString().replaceFirst("^http", "") + "/" + key;
    }

    /** Returns the address of a key for requests. */
    URI uri(String key) {
        String path = Arrays.stream(key.split("/", -1))
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
        return URI.create(address + "/" + path);
    }
}
