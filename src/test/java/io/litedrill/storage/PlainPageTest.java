package io.litedrill.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.Seeded;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A page in the usual form is not parsed twice; the XML parser handles any other document. */
class PlainPageTest {
    private static final String OBJECT = "<Contents><Key>a/b.ltx</Key><LastModified>2026-01-01T00:00:00.000Z"
            + "</LastModified><ETag>&quot;e&#34;</ETag><Size>1</Size><Owner><ID/></Owner></Contents>";
    private static final String PLAIN =
            "<ListBucketResult><Name>bucket</Name><Prefix/>\n<IsTruncated>false</IsTruncated>" + OBJECT
                    + "</ListBucketResult>";
    private static final String AMAZON = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>bucket</Name><Prefix>p/</Prefix>"
            + "<KeyCount>1</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>" + OBJECT
            + "<CommonPrefixes><Prefix>p/q/</Prefix></CommonPrefixes></ListBucketResult>";
    private static final String TRUNCATED = AMAZON.replace("false", "true")
            .replace("<CommonPrefixes>", "<NextContinuationToken>1/x&amp;=</NextContinuationToken><CommonPrefixes>");
    private static final List<String> PAGES = List.of(PLAIN, AMAZON, TRUNCATED);
    private static final List<String> PIECES = List.of(
            "<Name>bucket</Name>",
            "<Name>other</Name>",
            "<Name/>",
            "<Name>",
            "</Name>",
            "<IsTruncated>true</IsTruncated>",
            "<IsTruncated>false</IsTruncated>",
            "<IsTruncated/>",
            "<NextContinuationToken>t</NextContinuationToken>",
            "<NextContinuationToken> </NextContinuationToken>",
            "<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>",
            "<a>",
            "</a>",
            "<a/>",
            "<!-- -->",
            "<![CDATA[x]]>",
            "]]>",
            "&",
            "&amp;",
            "&nbsp;",
            "\u00e9",
            "\u0001",
            "<",
            ">",
            "</ListBucketResult>",
            "<ListBucketResult>",
            "<a b='c'>",
            "<?x?>",
            " ",
            OBJECT);

    private static boolean isPlain(String document) {
        return PlainPage.is(document.getBytes(UTF_8), "bucket");
    }

    private static boolean isPage(String document) {
        return ListingPage.parsed(document.getBytes(UTF_8), "bucket", true).isEmpty();
    }

    @Test
    void whatStoresSendIsAccepted() {
        assertThat(PAGES).allMatch(PlainPageTest::isPlain);
        assertThat(PAGES).allMatch(PlainPageTest::isPage);
    }

    @Test
    void anotherBucketOrAPageWithoutItsTokenIsLeftToTheParser() {
        assertThat(isPlain(PLAIN.replace("bucket", "other"))).isFalse();
        assertThat(isPlain(PLAIN.replace("false", "true"))).isFalse();
        assertThat(isPlain(PLAIN.replace(
                        "false</IsTruncated>", "true</IsTruncated><NextContinuationToken> \n</NextContinuationToken>")))
                .isFalse();
        assertThat(isPlain(PLAIN.replace("false", "maybe"))).isFalse();
        assertThat(isPlain("")).isFalse();
        assertThat(isPlain("<html></html>")).isFalse();
    }

    @Test
    void nothingThatIsCutShortIsAccepted() {
        for (String page : List.of(AMAZON, TRUNCATED)) {
            for (int end = 0; end < page.length(); end++) {
                assertThat(isPlain(page.substring(0, end))).isFalse();
            }
        }
    }

    @Seeded
    void nothingIsAcceptedThatTheParserRejects(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            StringBuilder page = new StringBuilder(PAGES.get(random.nextInt(PAGES.size())));
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                int at = random.nextInt(page.length());
                switch (random.nextInt(3)) {
                    case 0 -> page.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                    case 1 -> page.insert(page.indexOf(">", at) + 1, PIECES.get(random.nextInt(PIECES.size())));
                    default -> page.delete(at, Math.min(page.length(), at + 1 + random.nextInt(30)));
                }
            }
            String document = page.toString();
            if (isPlain(document)) {
                assertThat(isPage(document)).as(document).isTrue();
            }
        }
    }
}
