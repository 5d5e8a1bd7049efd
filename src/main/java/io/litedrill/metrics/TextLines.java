package io.litedrill.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;

/** Writes lines of the Prometheus text formats through a buffer. Not safe for use by several threads. */
final class TextLines {
    private static final int BUFFER = 64 << 10;

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private int length;

    TextLines(OutputStream out) {
        this.out = out;
    }

    /** Returns a label as text. */
    static byte[] label(String name, String value) {
        return utf8(name + "=\"" + escaped(value) + '"');
    }

    /** Escapes the value of a label, as both formats require. */
    static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
    }

    static byte[] utf8(CharSequence text) {
        return text.toString().getBytes(UTF_8);
    }

    TextLines bytes(byte[] bytes) throws IOException {
        if (bytes.length > BUFFER - length) {
            flush();
        }
        if (bytes.length > BUFFER) {
            out.write(bytes);
        } else {
            System.arraycopy(bytes, 0, buffer, length, bytes.length);
            length += bytes.length;
        }
        return this;
    }

    TextLines text(String text) throws IOException {
        return bytes(utf8(text));
    }

    TextLines number(long value) throws IOException {
        return ascii(Long.toString(value));
    }

    TextLines number(double value) throws IOException {
        return ascii(shown(value));
    }

    /** Returns a number as both formats write it. */
    static String shown(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return Double.toString(value);
    }

    private TextLines ascii(String text) throws IOException {
        if (text.length() > BUFFER - length) {
            flush();
        }
        for (int i = 0; i < text.length(); i++) {
            buffer[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    /** Ends a line. */
    void end() throws IOException {
        TextLines unused = ascii("\n");
    }

    /** Writes the buffer. */
    void flush() throws IOException {
        out.write(buffer, 0, length);
        length = 0;
    }
}
