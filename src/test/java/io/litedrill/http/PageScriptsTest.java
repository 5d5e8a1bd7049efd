package io.litedrill.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.litestream.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Format and rules of the scripts and styles of the page, by the tools that {@code .ci/tools} fetches from npm. */
class PageScriptsTest {
    private static final Path PAGE = Path.of("src/main/resources/page");

    @Test
    void scriptsAndStylesAreFormatted() throws Exception {
        String config = folder().resolve("prettier.json").toString();
        assertThat(run("prettier", "--config", config, "--check", PAGE + "/*.{js,css,html}"))
                .isEqualTo("0");
    }

    @Test
    void scriptsKeepTheRules() throws Exception {
        String config = folder().resolve("eslint.config.js").toString();
        assertThat(run("eslint", "--config", config, "--max-warnings", "0", PAGE.toString()))
                .isEqualTo("0");
    }

    /** The folder of the tools. */
    private static Path folder() {
        return Tools.require("page/node_modules/.bin/prettier")
                .resolveSibling("../..")
                .normalize();
    }

    /** The exit code; for another one than 0, with what the tool printed. */
    private static String run(String tool, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(folder().resolve("node_modules/.bin").resolve(tool).toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        return code == 0 ? "0" : code + "\n" + output;
    }
}
