package io.litedrill.http;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/**
 * One thing that the API answers.
 *
 * @param path with {@code {name}} for what varies, as in OpenAPI
 */
record Route(HandlerType method, String path, Handler handler) {
    static Route get(String path, Handler handler) {
        return new Route(HandlerType.GET, path, handler);
    }

    static Route post(String path, Handler handler) {
        return new Route(HandlerType.POST, path, handler);
    }
}
