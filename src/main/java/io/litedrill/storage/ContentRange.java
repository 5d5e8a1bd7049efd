package io.litedrill.storage;

import io.litedrill.storage.StorageException.Kind;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds the value of the HTTP header {@code Content-Range}.
 *
 * @param first the position of the first byte
 * @param end the position after the last byte
 * @param size the size of the object in bytes; empty when the store does not send it
 */
public record ContentRange(long first, long end, Optional<Long> size) {
    private static final Pattern FORM = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    /**
     * Parses the header of a response.
     *
     * @param header empty for a response without it
     * @param asked the position of the first requested byte
     * @throws StorageException for a missing or invalid header: the store ignores ranges
     */
    public static ContentRange parse(Optional<String> header, String place, long asked) throws StorageException {
        Matcher matcher = FORM.matcher(header.orElse(""));
        if (!matcher.matches()) {
            throw ignored(place, asked, header.orElse("without one"));
        }
        Optional<Long> size =
                Optional.of(matcher.group(3)).filter(text -> !text.equals("*")).map(Long::valueOf);
        return new ContentRange(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)) + 1, size);
    }

    static StorageException ignored(String place, long asked, String answered) {
        return new StorageException(
                Kind.UNREACHABLE,
                place + ": the store ignores ranges: asked from byte " + asked + ", it answered " + answered
                        + ". A proxy in between may be the reason: check endpoint.");
    }
}
