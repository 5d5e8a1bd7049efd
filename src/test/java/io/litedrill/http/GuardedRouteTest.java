package io.litedrill.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GuardedRouteTest {
    static Stream<Consumer<JavalinConfig>> unguarded() {
        return Stream.of(
                config -> config.routes.get("/page", context -> {}),
                config -> config.routes.before("/page", context -> {}),
                config -> config.routes.ws("/page", socket -> {}));
    }

    @ParameterizedTest
    @MethodSource("unguarded")
    void aHandlerWithoutAccessFailsAtStart(Consumer<JavalinConfig> config) {
        Javalin server = Javalin.create(config);

        assertThatThrownBy(() -> GuardedRoute.requireOnly(server))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/page declares no access");
    }
}
