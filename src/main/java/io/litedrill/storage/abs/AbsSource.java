package io.litedrill.storage.abs;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.storage.blob.BlobContainerClient;
import io.litedrill.storage.ContentRange;
import io.litedrill.storage.Part;
import io.litedrill.storage.RangeSource;
import io.litedrill.storage.Requests;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageListener.Operation;
import java.io.InputStream;
import java.util.Optional;

/** Requests ranges of one blob. */
record AbsSource(String key, BlobContainerClient client, AbsRequests pipeline, AbsErrors errors, Requests requests)
        implements RangeSource {
    @Override
    public Part get(long first, long end, Optional<String> etag) throws StorageException {
        return requests.send(Operation.GET, place(), errors::explain, () -> {
            HttpRequest request = AbsRequests.get(client.getBlobClient(key).getBlobUrl())
                    .setHeader(HttpHeaderName.fromString("x-ms-range"), "bytes=" + first + "-" + (end - 1));
            etag.ifPresent(tag -> request.setHeader(HttpHeaderName.IF_MATCH, tag));
            return part(pipeline.send(request, place()), first);
        });
    }

    private Part part(HttpResponse response, long first) throws StorageException {
        InputStream body = response.getBodyAsInputStreamSync();
        try {
            ContentRange range = ContentRange.parse(
                    Optional.ofNullable(response.getHeaderValue(HttpHeaderName.CONTENT_RANGE)), place(), first);
            Optional<String> etag = Optional.ofNullable(response.getHeaderValue(HttpHeaderName.ETAG));
            return new Part(body, () -> AbsRequests.end(body), range, etag);
        } catch (StorageException e) {
            AbsRequests.end(body);
            throw e;
        }
    }

    @Override
    public String place() {
        return pipeline.settings().locate(key);
    }
}
