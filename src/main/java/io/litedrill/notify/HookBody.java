package io.litedrill.notify;

import io.litedrill.hook.UrlCall;
import io.litedrill.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Writes messages in the form that chat services accept. */
final class HookBody {
    /** Discord rejects longer contents. */
    private static final int MOST_OF_DISCORD = 1_900;
    /** Longer messages of ntfy become attachments, above 4096 bytes; a character may take 3 bytes. */
    private static final int MOST_OF_NTFY = 1_300;

    private static final int MOST_OF_SLACK = 3_000;

    private HookBody() {}

    /** Returns the call that delivers a message. */
    static UrlCall call(Channel.Hook hook, Message message, Duration limit) {
        return new UrlCall(target(hook), Optional.of(body(hook, message).compact()), limit);
    }

    private static JsonObject body(Channel.Hook hook, Message message) {
        return switch (hook.format()) {
            case SLACK -> JsonObject.with().put("text", slack(message)).build();
            case DISCORD ->
                JsonObject.with()
                        .put("content", shortened(message.whole(), MOST_OF_DISCORD))
                        // a database that names @everyone must not notify everyone
                        .put(
                                "allowed_mentions",
                                JsonObject.with().put("parse", List.of()).build())
                        .build();
            case NTFY -> ntfy(hook.uri(), message);
            case JSON -> message.json();
        };
    }

    private static String slack(Message message) {
        return shortened(message.whole(), MOST_OF_SLACK)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }

    /** ntfy accepts JSON at the root of the server, with the topic in it. */
    private static JsonObject ntfy(URI uri, Message message) {
        return JsonObject.with()
                .put("topic", topic(uri))
                .put("title", shortened(message.line(), MOST_OF_NTFY / 5))
                .put("message", shortened(message.text().isEmpty() ? message.line() : message.whole(), MOST_OF_NTFY))
                .put("priority", priority(message))
                .build();
    }

    /** From 1 to 5; 3 is the default of ntfy. */
    private static int priority(Message message) {
        return switch (message.level()) {
            case INFO -> 3;
            case WARNING, UNKNOWN -> 4;
            case CRITICAL -> 5;
        };
    }

    private static String topic(URI uri) {
        String path = uri.getPath().replaceFirst("/+$", "");
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static URI target(Channel.Hook hook) {
        if (hook.format() != Channel.Format.NTFY) {
            return hook.uri();
        }
        URI uri = hook.uri();
        String path = uri.getRawPath().replaceFirst("/+$", "");
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return URI.create(
                uri.getScheme() + "://" + uri.getRawAuthority() + path.substring(0, path.lastIndexOf('/') + 1) + query);
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + " ...";
    }
}
