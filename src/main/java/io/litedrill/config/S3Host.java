package io.litedrill.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds the parts of the host of an {@code s3://} URL, in the forms that Litestream supports.
 *
 * @param bucket the bucket; may be empty
 * @param region the region; empty when the host has none
 * @param endpoint the endpoint with its scheme; empty when the host has none
 * @param pathStyle whether this provider expects the bucket in the path
 */
record S3Host(String bucket, String region, String endpoint, boolean pathStyle) {
    private static final String ANY_REGION = "us-east-1";
    private static final Pattern AMAZON = Pattern.compile("(.+)\\.s3(?:\\.([^.]+))?\\.amazonaws\\.com");
    private static final Pattern LOCALHOST = Pattern.compile("(.+)\\.localhost");
    private static final Pattern FILEBASE = Pattern.compile("(.+)\\.s3\\.filebase\\.com");
    private static final List<Provider> PROVIDERS = List.of(
            new Provider("(.+)\\.([^.]+)\\.(digitaloceanspaces\\.com)", "", false),
            new Provider("(.+)\\.s3\\.([^.]+)\\.(backblazeb2\\.com)", "s3.", true),
            new Provider("(.+)\\.s3\\.([^.]+)\\.(scw\\.cloud)", "s3.", false),
            new Provider("(.+)\\.([^.]+)\\.(linodeobjects\\.com)", "", true));

    /** Parses a host with its port. A host of an unknown form is the name of the bucket, including its dots. */
    static S3Host parse(String host) {
        if (host.startsWith("arn:")) {
            String[] parts = host.split(":", 6);
            return new S3Host(host, parts.length > 3 ? parts[3] : "", "", false);
        }
        if (host.contains(":") && !host.contains(".com")) {
            int dot = host.indexOf('.');
            return dot < 0
                    ? new S3Host("", "", "http://" + host, true)
                    : new S3Host(host.substring(0, dot), ANY_REGION, "http://" + host.substring(dot + 1), true);
        }
        Matcher amazon = AMAZON.matcher(host);
        if (amazon.matches()) {
            return new S3Host(
                    amazon.group(1), Optional.ofNullable(amazon.group(2)).orElse(""), "", false);
        }
        return ofProvider(host).orElseGet(() -> new S3Host(host, "", "", false));
    }

    private static Optional<S3Host> ofProvider(String host) {
        Matcher localhost = LOCALHOST.matcher(host);
        if (localhost.matches()) {
            return Optional.of(new S3Host(localhost.group(1), ANY_REGION, "http://localhost", true));
        }
        Matcher filebase = FILEBASE.matcher(host);
        if (filebase.matches()) {
            return Optional.of(new S3Host(filebase.group(1), "", "https://s3.filebase.com", true));
        }
        return PROVIDERS.stream()
                .flatMap(provider -> provider.read(host).stream())
                .findFirst();
    }

    private record Provider(Pattern form, String prefix, boolean pathStyle) {
        Provider(String form, String prefix, boolean pathStyle) {
            this(Pattern.compile(form), prefix, pathStyle);
        }

        Optional<S3Host> read(String host) {
            Matcher matcher = form.matcher(host);
            return matcher.matches()
                    ? Optional.of(new S3Host(
                            matcher.group(1),
                            matcher.group(2),
                            "https://" + prefix + matcher.group(2) + "." + matcher.group(3),
                            pathStyle))
                    : Optional.empty();
        }
    }
}
