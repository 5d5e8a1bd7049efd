package io.litedrill.storage.webdav;

import io.litedrill.storage.FolderReader.Entry;
import java.io.InputStream;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads the response to a {@code PROPFIND} with {@code Depth: 1}: RFC 4918, section 9.1. */
final class MultiStatus {
    private static final String DAV = "DAV:";

    private final XMLStreamReader reader;
    private final List<Resource> resources = new ArrayList<>();
    private Optional<String> href = Optional.empty();
    private Optional<String> length = Optional.empty();
    private Optional<String> modified = Optional.empty();
    private boolean folder;

    /** Holds one {@code response} element. */
    private record Resource(List<String> path, boolean folder, Optional<String> length, Optional<String> modified) {}

    private MultiStatus(XMLStreamReader reader) {
        this.reader = reader;
    }

    /**
     * Returns the entries of the folder.
     *
     * @throws XMLStreamException when the document is not well-formed
     * @throws IllegalArgumentException when it is another document, or lacks a value
     */
    static List<Entry> entries(InputStream document) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        XMLStreamReader reader = factory.createXMLStreamReader(document);
        try {
            return new MultiStatus(reader).read();
        } finally {
            reader.close();
        }
    }

    private List<Entry> read() throws XMLStreamException {
        while (reader.getEventType() != XMLStreamConstants.START_ELEMENT) {
            reader.next();
        }
        if (!isDav("multistatus")) {
            throw new IllegalArgumentException("its root element is " + reader.getLocalName());
        }
        StringBuilder text = new StringBuilder();
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                text.setLength(0);
                folder |= isDav("collection");
            } else if (event == XMLStreamConstants.CHARACTERS) {
                text.append(reader.getText());
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                keep(text.toString().strip());
                text.setLength(0);
            }
        }
        return children();
    }

    private boolean isDav(String name) {
        return DAV.equals(reader.getNamespaceURI()) && reader.getLocalName().equals(name);
    }

    private void keep(String text) {
        if (isDav("href") && href.isEmpty()) {
            href = Optional.of(text);
        } else if (isDav("getcontentlength") && !text.isEmpty()) {
            length = Optional.of(text);
        } else if (isDav("getlastmodified") && !text.isEmpty()) {
            modified = Optional.of(text);
        } else if (isDav("response")) {
            resources.add(new Resource(segments(href.orElse("")), folder, length, modified));
            href = Optional.empty();
            length = Optional.empty();
            modified = Optional.empty();
            folder = false;
        }
    }

    private static List<String> segments(String href) {
        String path = Optional.ofNullable(URI.create(href).getPath()).orElse("");
        return List.of(path.replaceAll("/+", "/").replaceAll("^/|/$", "").split("/"));
    }

    /** Returns the resources below that with the shortest path, which is the folder itself. */
    private List<Entry> children() {
        int depth = resources.stream().mapToInt(MultiStatus::depth).min().orElse(-1);
        long selves = resources.stream().filter(each -> depth(each) == depth).count();
        if (selves != 1) {
            throw new IllegalArgumentException("it does not hold the folder itself once");
        }
        return resources.stream()
                .filter(each -> depth(each) == depth + 1)
                .map(MultiStatus::entry)
                .toList();
    }

    private static int depth(Resource resource) {
        return resource.path.equals(List.of("")) ? 0 : resource.path.size();
    }

    private static Entry entry(Resource resource) {
        String name = resource.path.get(resource.path.size() - 1);
        long size = resource.folder ? 0 : Long.parseLong(resource.length.orElse("missing size of " + name));
        return new Entry(name, resource.folder, size, time(resource));
    }

    private static Instant time(Resource resource) {
        if (resource.folder) {
            return Instant.EPOCH;
        }
        try {
            return DateTimeFormatter.RFC_1123_DATE_TIME.parse(resource.modified.orElse("no time"), Instant::from);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a file has no valid time", e);
        }
    }
}
