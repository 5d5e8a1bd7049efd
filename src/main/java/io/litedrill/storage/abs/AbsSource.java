package io.litedrill.storage.abs;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceVersion;
import io.litedrill.storage.ContentRange;
import io.litedrill.storage.Part;
import io.litedrill.storage.RangeSource;
import io.litedrill.storage.Requests;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageListener.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Requests ranges of one blob. Uses the pipeline of Azure's client, which signs and repeats requests, because its own
 * methods for reading hide which request a byte comes from.
 */
record AbsSource(String key, AbsSettings settings, BlobContainerClient client, AbsErrors errors, Requests requests)
        implements RangeSource {
    @Override
    public Part get(long first, long end, Optional<String> etag) throws StorageException {
        return requests.send(Operation.GET, place(), errors::explain, () -> {
            HttpRequest request = new HttpRequest(
                            HttpMethod.GET, client.getBlobClient(key).getBlobUrl())
                    .setHeader(
                            HttpHeaderName.fromString("x-ms-version"),
                            BlobServiceVersion.getLatest().getVersion())
                    // it is signed, as an empty text, only if it is set
                    .setHeader(HttpHeaderName.CONTENT_LENGTH, "0")
                    .setHeader(HttpHeaderName.fromString("x-ms-range"), "bytes=" + first + "-" + (end - 1));
            etag.ifPresent(tag -> request.setHeader(HttpHeaderName.IF_MATCH, tag));
            return part(client.getHttpPipeline().sendSync(request, Context.NONE), first);
        });
    }

    private Part part(HttpResponse response, long first) throws StorageException {
        InputStream body = response.getBodyAsInputStreamSync();
        try {
            if (response.getStatusCode() >= 300) {
                String code = Optional.ofNullable(response.getHeaderValue(HttpHeaderName.fromString("x-ms-error-code")))
                        .orElse("");
                throw errors.answered(response.getStatusCode(), code, place());
            }
            ContentRange range = ContentRange.parse(
                    Optional.ofNullable(response.getHeaderValue(HttpHeaderName.CONTENT_RANGE)), place(), first);
            Optional<String> etag = Optional.ofNullable(response.getHeaderValue(HttpHeaderName.ETAG));
            return new Part(body, () -> abort(body), range.first(), range.end(), etag);
        } catch (StorageException e) {
            abort(body);
            throw e;
        }
    }

    private static void abort(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            // The connection is gone, which was the purpose.
        }
    }

    @Override
    public String place() {
        return settings.locate(key);
    }
}
