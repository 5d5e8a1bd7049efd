package io.litedrill.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds the parts of a replica URL. Parses it as Litestream does, which allows hosts that {@link java.net.URI} rejects.
 *
 * @param scheme in lower case
 * @param host with its port, without a user
 * @param path the decoded path; for {@code file}, encoded as Go encodes it, because Litestream uses that text as the
 *     name of the folder; begins with a slash unless empty
 * @param query the first value of each parameter
 * @param user who logs in; empty without one
 */
public record ReplicaUrl(String scheme, String host, String path, Map<String, String> query, Optional<User> user) {
    private static final Pattern URL = Pattern.compile("([A-Za-z]\\w*)://([^?#]*)(?:\\?([^#]*))?(?:#(.*))?");
    /** Go reads {@code file:/PATH} as {@code file:///PATH}. */
    private static final Pattern FILE_WITHOUT_HOST = Pattern.compile("(?i)^file:/(?!/)");

    private static final Pattern USER = Pattern.compile("(?<=://)[^/?#]*@");

    /** Holds the user of a URL. {@code toString} omits the password. */
    record User(String name, Optional<String> password) {
        private static Optional<User> read(String authority) {
            int end = authority.lastIndexOf('@');
            if (end < 0) {
                return Optional.empty();
            }
            String text = authority.substring(0, end);
            int colon = text.indexOf(':');
            Optional<String> password = colon < 0 ? Optional.empty() : GoUrls.unescape(text.substring(colon + 1));
            return GoUrls.unescape(colon < 0 ? text : text.substring(0, colon))
                    .map(name -> new User(name, password.filter(word -> !word.isEmpty())));
        }

        @Override
        public String toString() {
            return "User[name=" + name + "]";
        }
    }

    /** Copies the map. */
    public ReplicaUrl {
        query = Map.copyOf(query);
    }

    /**
     * Parses a replica given on the command line: {@code s3://BUCKET/PATH?endpoint=...}, {@code file:///PATH} or the
     * path of a folder. S3 keys come from the environment.
     */
    public static ReplicaLocation parse(String target, Environment environment) {
        String key = isUrl(target) ? "url" : "path";
        ReplicaFields.Field field = new ReplicaFields.Field(target, List.of(), target);
        ReplicaFields fields = new ReplicaFields(withoutSecrets(target), Map.of(key, field));
        return ReplicaLocator.withEndpointOf(environment).locate(fields);
    }

    /** Returns whether a text begins with a scheme. */
    public static boolean isUrl(String text) {
        return text.matches("(?s)\\w+://.*");
    }

    /** Returns the URL without user, password and query. */
    public static String withoutSecrets(String url) {
        return USER.matcher(url.replaceFirst("(?s)[?#].*", "")).replaceAll("");
    }

    static Optional<ReplicaUrl> read(String text) {
        Matcher matcher = URL.matcher(FILE_WITHOUT_HOST.matcher(text).replaceFirst("file:///"));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String scheme = matcher.group(1).toLowerCase(java.util.Locale.ROOT);
        String rest = matcher.group(2);
        int slash = arnEnd(rest).orElseGet(() -> rest.indexOf('/'));
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        String written = slash < 0 ? "" : rest.substring(slash);
        Optional<String> path = scheme.equals("file") ? folder(matcher, written) : GoUrls.unescape(written);
        try {
            Map<String, String> query =
                    parameters(Optional.ofNullable(matcher.group(3)).orElse(""));
            String host = authority.substring(authority.lastIndexOf('@') + 1);
            return path.map(found -> new ReplicaUrl(scheme, host, found, query, User.read(authority)));
        } catch (IllegalArgumentException badEscape) {
            return Optional.empty();
        }
    }

    /**
     * Returns the folder of a file URL as Litestream 0.5 reads it: it drops a query, and keeps a fragment and a
     * question mark without a query.
     */
    private static Optional<String> folder(Matcher url, String written) {
        String mark = "".equals(url.group(3)) ? "?" : "";
        Optional<String> fragment = Optional.ofNullable(url.group(4)).filter(text -> !text.isEmpty());
        return GoUrls.escapedPath(written)
                .map(path -> path + mark + fragment.map(text -> "#" + text).orElse(""));
    }

    /**
     * Returns the end of {@code arn:aws:s3:REGION:ACCOUNT:accesspoint/NAME}, which replaces the host and contains a
     * slash.
     */
    private static Optional<Integer> arnEnd(String rest) {
        String marker = ":accesspoint/";
        int at = rest.startsWith("arn:") ? rest.indexOf(marker) : -1;
        return at < 0 ? Optional.empty() : Optional.of(rest.indexOf('/', at + marker.length()));
    }

    /** Appends the path of a file, relative to its folder, to the path of a URL as Litestream does. */
    static String append(String url, String relative) {
        Matcher matcher = Pattern.compile("(?s)(\\w+://[^/?#]*)([^?#]*)(.*)").matcher(url);
        return matcher.matches()
                ? GoUrls.unescape(matcher.group(2))
                        .map(base -> GoPaths.join(base, relative).replaceFirst("^/*", "/"))
                        .map(path -> matcher.group(1) + GoUrls.escape(path) + matcher.group(3))
                        .orElse(url)
                : url;
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.putIfAbsent(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }
}
