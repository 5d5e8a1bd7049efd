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
    private static final int LONGEST_TEXT = 64 * 1024;

    private final XMLStreamReader reader;
    private final List<Resource> resources = new ArrayList<>();
    private Optional<String> href = Optional.empty();
    private Optional<String> length = Optional.empty();
    private Optional<String> modified = Optional.empty();
    private boolean folder;

    /** Holds one {@code response} element. */
    private record Resource(List<String> path, boolean folder, Optional<String> length, Optional<String> modified) {
        String name() {
            return path.get(path.size() - 1);
        }
    }

    private MultiStatus(XMLStreamReader reader) {
        this.reader = reader;
    }

    /**
     * Returns the entries of the folder; none for the response to the request of a file.
     *
     * @param key the key of the folder, with a slash at its end; empty for the container, whose path a proxy may hide
     * @throws XMLStreamException when the document is not well-formed
     * @throws IllegalArgumentException when it is another document, or lacks a value
     */
    static List<Entry> entries(InputStream document, String key) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader reader = factory.createXMLStreamReader(document);
        try {
            MultiStatus status = new MultiStatus(reader);
            status.read();
            return status.children(key);
        } finally {
            reader.close();
        }
    }

    private void read() throws XMLStreamException {
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
            } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                append(text);
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                keep(text.toString().strip());
                text.setLength(0);
            }
        }
    }

    private void append(StringBuilder text) {
        text.append(reader.getText());
        if (text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("it has a text of more than " + LONGEST_TEXT + " characters");
        }
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
    private List<Entry> children(String key) {
        int depth = resources.stream().mapToInt(MultiStatus::depth).min().orElse(-1);
        List<Resource> selves =
                resources.stream().filter(each -> depth(each) == depth).toList();
        if (selves.size() != 1 || !isItself(selves.get(0), key)) {
            throw new IllegalArgumentException("it does not hold the folder itself once");
        }
        requireInside(selves.get(0), depth);
        return resources.stream()
                .filter(each -> depth(each) == depth + 1)
                .map(MultiStatus::entry)
                .toList();
    }

    private void requireInside(Resource folder, int depth) {
        List<String> above = depth == 0 ? List.of() : folder.path;
        for (Resource each : resources) {
            if (depth(each) > depth && !each.path.subList(0, depth).equals(above)) {
                throw new IllegalArgumentException("it gives an entry outside the folder: " + each.name());
            }
        }
    }

    /** Tests the name: without the folder itself, its only entry would be taken for it. */
    private static boolean isItself(Resource resource, String key) {
        String name = key.replaceFirst("/$", "").replaceFirst(".*/", "");
        return key.isEmpty() ? resource.folder : resource.name().equalsIgnoreCase(name);
    }

    private static int depth(Resource resource) {
        return resource.path.equals(List.of("")) ? 0 : resource.path.size();
    }

    private static Entry entry(Resource resource) {
        long size = resource.folder ? 0 : Long.parseLong(resource.length.orElse("missing size of " + resource.name()));
        return new Entry(resource.name(), resource.folder, size, time(resource));
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
