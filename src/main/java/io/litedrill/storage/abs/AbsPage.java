package io.litedrill.storage.abs;

import io.litedrill.storage.StoredObject;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the response to the request List Blobs. Demands each part that Azure always sends, {@code Blobs} and {@code
 * NextMarker} too: a document without them would seem to be an empty container, or the last page.
 */
final class AbsPage {
    private static final int LONGEST_TEXT = 64 * 1024;

    private final XMLStreamReader reader;
    private final List<StoredObject> blobs = new ArrayList<>();
    private final List<String> folders = new ArrayList<>();
    private final Map<String, String> parts = new HashMap<>();
    private Optional<String> next = Optional.empty();
    private boolean hasBlobs;

    private AbsPage(XMLStreamReader reader) {
        this.reader = reader;
    }

    /**
     * Reads a document to its end.
     *
     * @throws XMLStreamException when it is not well-formed
     * @throws IllegalArgumentException when it is another document, or lacks a part
     */
    static AbsPage read(InputStream document) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader reader = factory.createXMLStreamReader(document);
        try {
            AbsPage page = new AbsPage(reader);
            page.read();
            return page;
        } finally {
            reader.close();
        }
    }

    List<StoredObject> blobs() {
        return blobs;
    }

    List<String> folders() {
        return folders;
    }

    /** Returns the marker of the next page; empty after the last. */
    String next() {
        return next.orElse("");
    }

    private void read() throws XMLStreamException {
        Deque<String> path = new ArrayDeque<>();
        StringBuilder text = new StringBuilder();
        boolean encoded = false;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    path.addLast(reader.getLocalName());
                    encoded = "true".equals(reader.getAttributeValue(null, "Encoded"));
                    text.setLength(0);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> append(text);
                case XMLStreamConstants.END_ELEMENT -> {
                    end(String.join("/", path), encoded ? decoded(text.toString()) : text.toString());
                    path.removeLast();
                    encoded = false;
                    text.setLength(0);
                }
                default -> {}
            }
        }
        if (!hasBlobs || next.isEmpty()) {
            throw new IllegalArgumentException("it is no EnumerationResults with Blobs and NextMarker");
        }
    }

    private void append(StringBuilder text) {
        text.append(reader.getText());
        if (text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("it has a text of more than " + LONGEST_TEXT + " characters");
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private void end(String path, String text) {
        switch (path) {
            case "EnumerationResults/NextMarker" -> next = Optional.of(text);
            case "EnumerationResults/Blobs" -> hasBlobs = true;
            case "EnumerationResults/Blobs/Blob" -> blobs.add(blob());
            case "EnumerationResults/Blobs/BlobPrefix" -> folders.add(taken("Name"));
            default -> keep(path, text);
        }
    }

    private void keep(String path, String text) {
        String below = path.replaceFirst("^EnumerationResults/Blobs/(?:Blob|BlobPrefix)/", "");
        if (!below.equals(path)) {
            parts.put(below, text);
        }
    }

    private StoredObject blob() {
        try {
            StoredObject blob = new StoredObject(
                    taken("Name"),
                    Long.parseLong(taken("Properties/Content-Length")),
                    DateTimeFormatter.RFC_1123_DATE_TIME.parse(taken("Properties/Last-Modified"), Instant::from),
                    parts.getOrDefault("Properties/Etag", ""));
            parts.clear();
            return blob;
        } catch (NumberFormatException | DateTimeException e) {
            throw new IllegalArgumentException("a blob has no valid size or time", e);
        }
    }

    private String taken(String part) {
        return Optional.ofNullable(parts.remove(part))
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new IllegalArgumentException("a blob has no " + part));
    }
}
