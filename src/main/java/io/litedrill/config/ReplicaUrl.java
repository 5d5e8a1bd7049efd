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
 * The URL of a replica, taken apart as Litestream does, which allows hosts that {@link java.net.URI} does not.
 *
 * @param scheme in lower case
 * @param host with its port, without a user
 * @param path decoded, except for {@code file}; begins with a slash unless it is empty
 * @param query the first value of each parameter
 */
public record ReplicaUrl(String scheme, String host, String path, Map<String, String> query) {
    private static final Pattern URL = Pattern.compile("([A-Za-z]\\w*)://([^?#]*)(?:\\?([^#]*))?(?:#.*)?");
    private static final Pattern USER = Pattern.compile("(?<=://)[^/?#]*@");

    /** Copies the map. */
    public ReplicaUrl {
        query = Map.copyOf(query);
    }

    /**
     * Where a replica is that somebody names on the command line: {@code s3://BUCKET/PATH?endpoint=...}, {@code file:///PATH} or the path of a
     * folder. Keys of S3 come from the environment.
     */
    public static ReplicaLocation parse(String target, Environment environment) {
        String key = isUrl(target) ? "url" : "path";
        ReplicaFields.Field field = new ReplicaFields.Field(target, List.of(), target);
        ReplicaFields fields = new ReplicaFields(withoutSecrets(target), Map.of(key, field));
        return ReplicaLocator.withEndpointOf(environment).locate(fields);
    }

    /** Whether a text begins with a scheme. */
    public static boolean isUrl(String text) {
        return text.matches("(?s)\\w+://.*");
    }

    /** The URL without user, password and query. */
    public static String withoutSecrets(String url) {
        return USER.matcher(url.replaceFirst("(?s)[?#].*", "")).replaceAll("");
    }

    static Optional<ReplicaUrl> read(String text) {
        Matcher matcher = URL.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String scheme = matcher.group(1).toLowerCase(java.util.Locale.ROOT);
        String rest = matcher.group(2);
        int slash = arnEnd(rest).orElseGet(() -> rest.indexOf('/'));
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash < 0 ? "" : rest.substring(slash);
        try {
            return Optional.of(new ReplicaUrl(
                    scheme,
                    authority.substring(authority.lastIndexOf('@') + 1),
                    scheme.equals("file") ? path : decode(path),
                    parameters(Optional.ofNullable(matcher.group(3)).orElse(""))));
        } catch (IllegalArgumentException badEscape) {
            return Optional.empty();
        }
    }

    /** {@code arn:aws:s3:REGION:ACCOUNT:accesspoint/NAME} stands where a host does, and holds a slash. */
    private static Optional<Integer> arnEnd(String rest) {
        String marker = ":accesspoint/";
        int at = rest.startsWith("arn:") ? rest.indexOf(marker) : -1;
        return at < 0 ? Optional.empty() : Optional.of(rest.indexOf('/', at + marker.length()));
    }

    /** The URL with more path, in front of its query. */
    static String append(String url, String relative) {
        Matcher matcher = Pattern.compile("(?s)(\\w+://[^/?#]*)([^?#]*)(.*)").matcher(url);
        return matcher.matches()
                ? matcher.group(1) + "/" + GoPaths.join(matcher.group(2).replaceFirst("^/", ""), encode(relative))
                        + matcher.group(3)
                : url;
    }

    private static String encode(String path) {
        return path.replace("%", "%25").replace("?", "%3F").replace("#", "%23");
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

    /** In a path, unlike in a query, a plus sign is one. */
    private static String decode(String path) {
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
