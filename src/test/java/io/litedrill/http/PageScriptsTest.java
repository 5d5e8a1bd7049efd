package io.litedrill.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.litestream.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Format and rules of the scripts and styles of the page, by the tools that {@code .ci/tools} fetches from npm. */
class PageScriptsTest {
    private static final Path PAGE = Path.of("src/main/resources/page");

    @Test
    void scriptsAndStylesAreFormatted() throws Exception {
        String config = folder().resolve("prettier.json").toString();
        assertThat(run(tool("prettier"), "--config", config, "--check", PAGE + "/*.{js,css,html}"))
                .isEqualTo("0");
    }

    @Test
    void scriptsKeepTheRules() throws Exception {
        String config = folder().resolve("eslint.config.js").toString();
        assertThat(run(tool("eslint"), "--config", config, "--max-warnings", "0", PAGE.toString()))
                .isEqualTo("0");
    }

    /**
     * Several points can have one time, so the page decides by position; offsets are decimal, TXIDs are hexadecimal.
     */
    @ParameterizedTest
    @CsvSource({
        "0123456789abcdef/00000001:4152, 0123456789abcdef/00000002:12392, 0123456789abcdef/00000001:32, false",
        "0123456789abcdef/00000001:4152, 0123456789abcdef/00000002:12392, 0123456789abcdef/00000001:4152, true",
        "0123456789abcdef/00000001:4152, 0123456789abcdef/00000002:12392, 0123456789abcdef/00000001:99999, true",
        "0123456789abcdef/00000001:4152, 0123456789abcdef/00000002:12392, 0123456789abcdef/00000002:9999, true",
        "0123456789abcdef/00000001:4152, 0123456789abcdef/00000002:12392, 0123456789abcdef/00000002:100000, false",
        "000000000000001f, 0000000000000020, 000000000000001e, false",
        "000000000000001f, 0000000000000020, 000000000000001f, true",
        "000000000000001f, 0000000000000020, 0000000000000020, true",
        "000000000000001f, 0000000000000020, 00000000000001f5, false"
    })
    void pointIsProvedByItsPosition(String from, String to, String position, String proved, @TempDir Path folder)
            throws Exception {
        folder();
        for (String script : List.of("timeline-shapes.js", "dom.js", "format.js")) {
            Files.copy(PAGE.resolve(script), folder.resolve(script));
        }
        Files.writeString(folder.resolve("package.json"), "{\"type\":\"module\"}");
        Path main = Files.writeString(folder.resolve("main.js"), """
                import { isProved } from "./timeline-shapes.js";
                const [from, to, position, proved] = process.argv.slice(2);
                const spans = [{ proved_ranges: [{ from_position: from, to_position: to }] }];
                process.exitCode = String(isProved(spans, position)) === proved ? 0 : 1;
                """);

        assertThat(run("node", main.toString(), from, to, position, proved)).isEqualTo("0");
    }

    /** Returns the folder of the tools. */
    private static Path folder() {
        return Tools.require("page/node_modules/.bin/prettier")
                .resolveSibling("../..")
                .normalize();
    }

    private static String tool(String name) {
        return folder().resolve("node_modules/.bin").resolve(name).toString();
    }

    /** Returns the exit code, and after an error the output of the program too. */
    private static String run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        return code == 0 ? "0" : code + "\n" + output;
    }
}
