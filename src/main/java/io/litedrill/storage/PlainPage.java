package io.litedrill.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.Set;

/**
 * Tests whether a document is a page of a listing in the form that stores usually send: in ASCII, as elements without
 * attributes, comments or sections. It accepts only documents that {@link ListingPage} accepts, in a tenth of the time;
 * it may reject others. Each check of each database lists a page.
 */
final class PlainPage {
    private static final String ROOT = "ListBucketResult";
    private static final Set<String> ENTITIES = Set.of("quot", "amp", "lt", "gt", "apos", "#34", "#39");
    private static final int LONGEST_NAME = 40;
    private static final int DEEPEST = 5;

    private final byte[] document;
    private final String bucket;
    private final String[] open = new String[DEEPEST];
    private int depth;
    private int position;
    private boolean named;
    private boolean last;
    private boolean continues;
    private boolean hasToken;

    private PlainPage(byte[] document, String bucket) {
        this.document = document;
        this.bucket = bucket;
    }

    /**
     * Returns whether a document is such a page.
     *
     * @param bucket the name of the requested bucket
     */
    static boolean is(byte[] document, String bucket) {
        PlainPage page = new PlainPage(document, bucket);
        return page.begins() && page.reads() && page.named && page.isWhole();
    }

    /** Returns whether the page says that it is the last one, or how to request the next one. */
    private boolean isWhole() {
        return last || (continues && hasToken);
    }

    /** Skips the declaration and the start of the root element, which may have a namespace. */
    private boolean begins() {
        for (String start :
                List.of("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<?xml version='1.0' encoding='UTF-8'?>", "")) {
            if (skips(start)) {
                break;
            }
        }
        space();
        if (!skips("<" + ROOT)) {
            return false;
        }
        boolean root = skips(">") || skips(" xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
        open[0] = ROOT;
        depth = 1;
        return root;
    }

    private boolean reads() {
        while (depth > 0) {
            int text = position;
            if (!text()) {
                return false;
            }
            int end = position;
            if (!skips("</")) {
                if (!skips("<") || !starts()) {
                    return false;
                }
            } else if (!ends(text, end)) {
                return false;
            }
        }
        space();
        return position == document.length;
    }

    private boolean starts() {
        String name = name();
        boolean judged = depth == 1 && isJudged(name);
        boolean again = judged && isKnown(name);
        boolean child = depth > 1 && isJudged(open[1]);
        if (name.isEmpty() || depth == DEEPEST || again || child) {
            return false;
        }
        if (skips("/>")) {
            return !judged;
        }
        open[depth++] = name;
        return skips(">");
    }

    private static boolean isJudged(String name) {
        return name.equals("Name") || name.equals("IsTruncated") || name.equals("NextContinuationToken");
    }

    private boolean isKnown(String name) {
        return switch (name) {
            case "Name" -> named;
            case "IsTruncated" -> last || continues;
            default -> hasToken;
        };
    }

    private boolean ends(int text, int end) {
        String name = open[--depth];
        if (!skips(name) || !skips(">")) {
            return false;
        }
        if (depth == 1 && isJudged(name)) {
            keep(name, new String(document, text, end - text, US_ASCII));
            return isKnown(name);
        }
        return true;
    }

    private void keep(String name, String value) {
        switch (name) {
            case "Name" -> named = value.equals(bucket);
            case "IsTruncated" -> {
                last = value.equals("false");
                continues = value.equals("true");
            }
            default -> hasToken = !value.isBlank();
        }
    }

    /** Skips text up to the next tag; returns false for a byte or an entity that is not usual. */
    private boolean text() {
        while (position < document.length && document[position] != '<') {
            byte one = document[position++];
            boolean printable = (one >= ' ' && one < 0x7f) || one == '\n' || one == '\r' || one == '\t';
            // ]]> must not occur in text
            if (!printable || one == ']' || (one == '&' && !entity())) {
                return false;
            }
        }
        return position < document.length;
    }

    private boolean entity() {
        int start = position;
        while (position < document.length && position - start < LONGEST_NAME && document[position] != ';') {
            position++;
        }
        return position < document.length
                && ENTITIES.contains(new String(document, start, position - start, US_ASCII))
                && skips(";");
    }

    private String name() {
        int start = position;
        while (position < document.length && position - start < LONGEST_NAME && isLetter(document[position])) {
            position++;
        }
        return new String(document, start, position - start, US_ASCII);
    }

    private static boolean isLetter(byte one) {
        return (one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z');
    }

    private void space() {
        while (position < document.length && " \n\r\t".indexOf(document[position]) >= 0) {
            position++;
        }
    }

    private boolean skips(String expected) {
        int end = position + expected.length();
        if (end > document.length) {
            return false;
        }
        for (int i = 0; i < expected.length(); i++) {
            if (document[position + i] != expected.charAt(i)) {
                return false;
            }
        }
        position = end;
        return true;
    }
}
