package io.litedrill.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected values are those of Go's {@code net/url} and of Litestream 0.5.17. */
class GoUrlsTest {
    private static final Environment NOTHING = new Environment(Map.of(), Path.of("/here"), Path.of("/"));

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "/a b,       /a%20b",
                "/a%20b,     /a%20b",
                "/ü,         /%C3%BC",
                "/%c3%bc,    /%c3%bc",
                "/x'y,       /x'y",
                "/x'y z,     /x%27y%20z",
                "/[x],       /[x]",
                "/[x] y,     /%5Bx%5D%20y",
                "/a%2Fb,     /a%2Fb",
                "/a+b,       /a+b",
                "/a|b^c\\{}, /a%7Cb%5Ec%5C%7B%7D",
                "/a%FF,      /a%FF",
                "/a%FF b,    /a%FF%20b"
            })
    void aPathIsEncodedAsGoDoes(String written, String escaped) {
        assertThat(GoUrls.escapedPath(written)).contains(escaped);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a%", "/a%2", "/a%zz", "/a%-1"})
    void aMalformedEscapeIsRefused(String written) {
        assertThat(GoUrls.escapedPath(written)).isEmpty();
        assertThat(GoUrls.unescape(written)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "file:///a b,       /a%20b",
                "file:///a?x=y,     /a",
                "file:///a?,        /a?",
                "file:///a#f,       /a#f",
                "FILE:///a,         /a",
                "file://host/a,     /host/a"
            })
    void aFileUrlIsAFolder(String url, Path folder) {
        assertThat(ReplicaUrl.parse(url, NOTHING)).isEqualTo(new ReplicaLocation.FileLocation(folder));
    }

    @Test
    void aFileUrlNeedsNoHost() {
        assertThat(ReplicaUrl.read("file:/a b")).map(ReplicaUrl::path).contains("/a%20b");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "file:///u,          a b.sqlite,   file:///u/a%20b.sqlite",
                "file:///u,          ü.sqlite,     file:///u/%C3%BC.sqlite",
                "file:///u,          x'y.sqlite,   file:///u/x%27y.sqlite",
                "file:///u,          p%20q?r#s.db, file:///u/p%2520q%3Fr%23s.db",
                "file:///a'b/,       c,            file:///a%27b/c",
                "s3://b,             c/d.db,       s3://b/c/d.db",
                "s3://b/,            c d.db,       s3://b/c%20d.db",
                "s3://b//a/./x?r=s,  c,            s3://b/a/x/c?r=s"
            })
    void aNameIsAppendedToAUrl(String url, String name, String appended) {
        assertThat(ReplicaUrl.append(url, name)).isEqualTo(appended);
    }
}
