package io.litedrill.storage;

import io.litedrill.text.PlainText;
import java.io.ByteArrayInputStream;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Tests whether a document is a page of a bucket listing: well-formed to its end, with the root element {@code
 * ListBucketResult}, the name of the bucket, {@code IsTruncated}, and a token where more follows. See the S3 API
 * reference, ListObjectsV2.
 */
final class ListingPage {
    private static final String ROOT = "ListBucketResult";
    private static final int LONGEST_SHOWN = 60;

    private final XMLStreamReader reader;
    private Optional<String> bucket = Optional.empty();
    private Optional<String> truncated = Optional.empty();
    private Optional<String> token = Optional.empty();

    private ListingPage(XMLStreamReader reader) {
        this.reader = reader;
    }

    /**
     * Returns why a document is not a page of a listing.
     *
     * @param bucket the name of the requested bucket
     * @param needsToken whether a page after which more follows must have a token: the first key alone needs none, and
     *     stores that answer as ListObjects, the older request, send none
     * @return empty when the document is a page
     */
    static Optional<String> fault(byte[] document, String bucket, boolean needsToken) {
        return PlainPage.is(document, bucket) ? Optional.empty() : parsed(document, bucket, needsToken);
    }

    /** Does the same as {@link #fault} with the XML parser, for a document of any form. */
    static Optional<String> parsed(byte[] document, String bucket, boolean needsToken) {
        if (document.length == 0) {
            return Optional.of("it is empty");
        }
        try {
            XMLStreamReader reader = factory().createXMLStreamReader(new ByteArrayInputStream(document));
            try {
                return new ListingPage(reader).fault(bucket, needsToken);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            int offset =
                    Math.max(0, e.getLocation() == null ? 0 : e.getLocation().getCharacterOffset());
            return Optional.of("it is no well-formed XML at character " + offset + " of " + document.length + " bytes");
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    private Optional<String> fault(String expected, boolean needsToken) throws XMLStreamException {
        while (reader.getEventType() != XMLStreamConstants.START_ELEMENT) {
            reader.next();
        }
        if (!reader.getLocalName().equals(ROOT)) {
            return Optional.of("its root element is " + shown(reader.getLocalName()) + ", not " + ROOT);
        }
        read();
        if (bucket.isEmpty()) {
            return Optional.of("it names no bucket");
        }
        if (!isNameOf(expected, bucket.get())) {
            return Optional.of("it is of the bucket " + shown(bucket.get()));
        }
        if (truncated
                .filter(text -> text.equals("true") || text.equals("false"))
                .isEmpty()) {
            return Optional.of("it does not say in IsTruncated whether more follows");
        }
        return needsToken
                        && truncated.get().equals("true")
                        && token.filter(text -> !text.isEmpty()).isEmpty()
                ? Optional.of("it says that more follows, without a token to continue with")
                : Optional.empty();
    }

    /** Reads to the end of the document, so that a truncated document is detected. */
    private void read() throws XMLStreamException {
        int depth = 0;
        String element = "";
        StringBuilder text = new StringBuilder();
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
                element = depth == 1 ? reader.getLocalName() : "";
                text.setLength(0);
            } else if (event == XMLStreamConstants.CHARACTERS && !element.isEmpty()) {
                text.append(reader.getText());
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                keep(element, text.toString().strip());
                element = "";
                depth--;
            }
        }
    }

    private void keep(String element, String text) {
        switch (element) {
            case "Name" -> bucket = Optional.of(text);
            case "IsTruncated" -> truncated = Optional.of(text);
            case "NextContinuationToken" -> token = Optional.of(text);
            default -> {}
        }
    }

    /** Compares bucket names. Through an access point, a listing may contain the name of the bucket behind it. */
    private static boolean isNameOf(String asked, String named) {
        boolean accessPoint = asked.startsWith("arn:") || asked.endsWith("-s3alias") || asked.endsWith("--ol-s3");
        return accessPoint || named.equals(asked);
    }

    private static String shown(String text) {
        String plain = PlainText.line(text);
        return plain.length() <= LONGEST_SHOWN ? plain : plain.substring(0, LONGEST_SHOWN) + "...";
    }
}
