package io.litedrill.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.config.ReplicaLocation.S3Location;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicaUrlTest {
    private static final Environment NOTHING = new Environment(Map.of(), Path.of("/here"), Path.of("/"));

    private static S3Location s3(String url) {
        return (S3Location) ReplicaUrl.parse(url, NOTHING);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "s3://b/p/q,                                      b,       p/q, -,                                  -,"
                        + "         false",
                "s3://b,                                          b,       '',  -,                                  -,"
                        + "         false",
                "s3://b.with.dots/p//./x/,                        b.with.dots, p/x, -,                              -,"
                        + "         false",
                "s3://b/p?endpoint=minio:9000,                    b,       p,   https://minio:9000,                 -,"
                        + "         true",
                "s3://b/p?endpoint=localhost:9000&region=eu,      b,       p,   http://localhost:9000,             "
                        + " eu,        true",
                "s3://b/p?endpoint=https://m&forcePathStyle=false,b,       p,   https://m,                          -,"
                        + "         false",
                "s3://b/p?endpoint=https://m&force-path-style=0,  b,       p,   https://m,                          -,"
                        + "         false",
                "s3://b/p?forcePathStyle=true,                    b,       p,   -,                                  -,"
                        + "         true",
                "s3://b.s3.eu-west-1.amazonaws.com/p,             b,       p,   -,                                 "
                        + " eu-west-1, false",
                "s3://b.s3.amazonaws.com/p,                       b,       p,   -,                                  -,"
                        + "         false",
                "s3://b.nyc3.digitaloceanspaces.com/p,            b,       p,   https://nyc3.digitaloceanspaces.com,"
                        + " nyc3,     false",
                "s3://b.s3.us-west-2.backblazeb2.com/p,           b,       p,   https://s3.us-west-2.backblazeb2.com,"
                        + " us-west-2, true",
                "s3://b.s3.filebase.com/p,                        b,       p,   https://s3.filebase.com,            -,"
                        + "         true",
                "s3://b.s3.fr-par.scw.cloud/p,                    b,       p,   https://s3.fr-par.scw.cloud,       "
                        + " fr-par,    false",
                "s3://b.localhost:9000/p,                         b,       p,   http://localhost:9000,             "
                        + " us-east-1, true",
                "s3://b.minio.internal:9000/p,                    b,       p,   http://minio.internal:9000,        "
                        + " us-east-1, true",
                "s3://arn:aws:s3:eu-1:1:accesspoint/ap/p,         arn:aws:s3:eu-1:1:accesspoint/ap, p, -,          "
                        + " eu-1,      false",
                "s3://b/a%20b+c,                                  b,       a b+c, -,                                -,"
                        + "         false"
            })
    void s3FormsAreReadAsLitestreamDoes(
            String url, String bucket, String path, URI endpoint, String region, boolean pathStyle) {
        S3Location location = s3(url);
        assertThat(location.settings().bucket()).isEqualTo(bucket);
        assertThat(location.path()).isEqualTo(path);
        assertThat(location.settings().endpoint().address().orElse(null)).isEqualTo(endpoint);
        assertThat(location.settings().endpoint().region().orElse(null)).isEqualTo(region);
        assertThat(location.settings().endpoint().forcePathStyle()).isEqualTo(pathStyle);
    }

    @ParameterizedTest
    @CsvSource({
        "file:///backup/x,      /backup/x",
        "file:///backup/../x/,  /x",
        "file:///a?x=y,         /a",
        "/backup,               /backup",
        "backup/x,              /here/backup/x",
        ".,                     /here"
    })
    void foldersAreAbsolute(String target, Path folder) {
        assertThat(ReplicaUrl.parse(target, NOTHING)).isEqualTo(new ReplicaLocation.FileLocation(folder));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3:///p",
                "s3://b/%zz",
                "s3://b/p?endpoint=ftp://x@y",
                "s3://b/p?endpoint=http://u:hunter2@h",
                "file://"
            })
    void whatCannotBeReadSaysSo(String url) {
        ReplicaLocation location = ReplicaUrl.parse(url, NOTHING);
        assertThat(location).isInstanceOf(ReplicaLocation.Unreadable.class);
        assertThat(location.toString()).doesNotContain("hunter2");
    }

    @Test
    void addressesHaveNoSecrets() {
        ReplicaLocation location = ReplicaUrl.parse("nats://u:hunter2@h/p?token=hunter2", NOTHING);

        assertThat(location.address()).isEqualTo("nats://h/p");
        assertThat(location.toString()).doesNotContain("hunter2");
    }

    @Test
    void endpointOfTheEnvironmentIsForUrlsWithoutOne() {
        Environment minio =
                new Environment(Map.of("LITESTREAM_S3_ENDPOINT", "10.0.0.1:9000"), Path.of("/"), Path.of("/"));
        S3Location without = (S3Location) ReplicaUrl.parse("s3://b/p", minio);
        assertThat(without.settings().endpoint().address()).contains(URI.create("http://10.0.0.1:9000"));
        assertThat(without.settings().endpoint().forcePathStyle()).isTrue();
        S3Location with = (S3Location) ReplicaUrl.parse("s3://b/p?endpoint=https://other", minio);
        assertThat(with.settings().endpoint().address()).contains(URI.create("https://other"));
    }
}
