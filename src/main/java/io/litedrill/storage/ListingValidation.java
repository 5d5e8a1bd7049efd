package io.litedrill.storage;

import io.litedrill.storage.StorageException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/**
 * Validates the response body of each listing request before the SDK reads it. The SDK reads an empty body, an HTML
 * page and any other document as an empty bucket.
 */
final class ListingValidation implements ExecutionInterceptor {
    /** 1,000 keys of 1,024 bytes, each byte percent-encoded, with 4 KB of other text for each. */
    private static final int MOST_BYTES = 8 << 20;

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        if (!(context.request() instanceof ListObjectsV2Request request)
                || !context.httpResponse().isSuccessful()) {
            return context.responseBody();
        }
        try {
            byte[] body = body(context.responseBody());
            boolean needsToken = !Objects.equals(request.maxKeys(), 1);
            Optional<String> fault = ListingPage.fault(body, request.bucket(), needsToken);
            if (fault.isPresent()) {
                throw new StorageException(
                        Kind.UNREACHABLE,
                        "the response is no listing of the bucket " + request.bucket() + ": " + fault.get()
                                + ". Check the endpoint, and whether a proxy or a login page answers in its place");
            }
            return Optional.of(new ByteArrayInputStream(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] body(Optional<InputStream> response) throws IOException {
        if (response.isEmpty()) {
            return new byte[0];
        }
        // the SDK closes the response
        byte[] body = response.get().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            throw new StorageException(
                    Kind.UNREACHABLE, "one page of the listing has more than " + MOST_BYTES + " bytes");
        }
        return body;
    }
}
