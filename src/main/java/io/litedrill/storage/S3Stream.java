package io.litedrill.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** Turns the unchecked exceptions of the SDK's bodies into exceptions of a stream. */
final class S3Stream extends FilterInputStream {
    S3Stream(InputStream body) {
        super(body);
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
        try {
            return in.read(target, from, count);
        } catch (AbortedException e) {
            // The SDK aborts the read of an interrupted thread and clears its interrupt flag.
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (SdkException | IllegalStateException e) {
            throw new IOException(e);
        }
    }
}
