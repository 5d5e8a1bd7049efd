package io.litedrill.storage.abs;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelinePosition;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelineSyncPolicy;
import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Tests that each page of a listing has all its parts. Azure's client takes a document without {@code Blobs} for an
 * empty page, and one without {@code NextMarker} for the last page; Azure always sends both.
 */
final class AbsPages extends HttpPipelineSyncPolicy {
    private static final Pattern LISTING = Pattern.compile("(?:^|.*&)comp=list(?:&.*|$)");
    private static final Map<String, List<String>> PARTS = Map.of(
            "document", List.of("EnumerationResults"),
            "EnumerationResults", List.of("Blobs", "NextMarker"),
            "Blob", List.of("Name", "Properties"),
            "BlobPrefix", List.of("Name"));

    /** Reports a response that is no page of a listing. */
    static final class NoPage extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoPage(String reason) {
            super(reason);
        }
    }

    @Override
    public HttpPipelinePosition getPipelinePosition() {
        // another request for the same page would have the same answer
        return HttpPipelinePosition.PER_CALL;
    }

    @Override
    protected HttpResponse afterReceivedResponse(HttpPipelineCallContext context, HttpResponse response) {
        String query = String.valueOf(context.getHttpRequest().getUrl().getQuery());
        if (response.getStatusCode() != 200 || !LISTING.matcher(query).matches()) {
            return response;
        }
        HttpResponse whole = response.buffer();
        requirePage(whole.getBodyAsBinaryData().toBytes());
        return whole;
    }

    private static void requirePage(byte[] document) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(document));
            try {
                requireParts(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw new NoPage("it is no well-formed XML");
        }
    }

    /** Reads to the end of the document, so that a truncated document is detected. */
    private static void requireParts(XMLStreamReader reader) throws XMLStreamException {
        Deque<String> path = new ArrayDeque<>();
        Deque<Set<String>> children = new ArrayDeque<>(List.of(new HashSet<>()));
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                children.getLast().add(reader.getLocalName());
                path.addLast(reader.getLocalName());
                children.addLast(new HashSet<>());
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                requireAll(path.removeLast(), children.removeLast());
            }
        }
        requireAll("document", children.getLast());
    }

    private static void requireAll(String element, Set<String> children) {
        for (String part : PARTS.getOrDefault(element, List.of())) {
            if (!children.contains(part)) {
                throw new NoPage("its " + element + " has no " + part);
            }
        }
    }
}
