package io.litedrill.http;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Objects;

/**
 * Binds a method and a path to a handler, and declares its access.
 *
 * @param path the path, with {@code {name}} for a variable part, as in OpenAPI
 * @param access the role that the caller needs
 */
record Route(HandlerType method, String path, Access access, Handler handler) {
    Route {
        Objects.requireNonNull(access, () -> method + " " + path + " declares no access");
    }

    static Route get(String path, Access access, Handler handler) {
        return new Route(HandlerType.GET, path, access, handler);
    }

    static Route post(String path, Access access, Handler handler) {
        return new Route(HandlerType.POST, path, access, handler);
    }

    static Route delete(String path, Access access, Handler handler) {
        return new Route(HandlerType.DELETE, path, access, handler);
    }

    /** Returns the methods of the route; GET includes HEAD. */
    List<HandlerType> methods() {
        return method.equals(HandlerType.GET) ? List.of(method, HandlerType.HEAD) : List.of(method);
    }

    /**
     * Returns the part of a request's path at the position of a variable, still percent-encoded.
     *
     * @param variable the variable with its braces
     * @param requested a path that this route matches
     */
    String part(String variable, String requested) {
        int place = List.of(path.split("/", -1)).indexOf(variable);
        return place < 0 ? "" : requested.split("/", -1)[place];
    }
}
