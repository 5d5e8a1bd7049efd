package io.litedrill.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the steps of a Dockerfile without a container engine, in order, each stage in an empty folder. The folder has
 * the programs of this machine, read-only, instead of those of the base image. This requires root, for chroot and
 * mounts.
 */
final class ImageBuild {
    /** {@code 1}: Maven really builds. Otherwise the packaged jar of this build replaces its result. */
    private static final boolean FULL = "1".equals(System.getenv("LITEDRILL_FULL_BUILD"));

    private final Path project = Path.of("").toAbsolutePath();
    private final Path work;
    private final Map<String, Path> stages = new HashMap<>();
    private final Map<String, String> settings = new HashMap<>();
    private final StringBuilder environment = new StringBuilder();
    private Path root = Path.of("");
    private String folder = "/";
    private String user = "0:0";

    /** One instruction: its name and its text, without line breaks. */
    record Step(String name, String text) {}

    ImageBuild(Path work) {
        this.work = work;
    }

    /**
     * Prepares a build that uses the last stage of another one.
     *
     * @param context holds the files to copy
     */
    ImageBuild(Path work, ImageBuild base, Path context) throws IOException {
        this(work);
        stages.put("litedrill", base.root());
        Files.createDirectories(work);
        Files.createSymbolicLink(work.resolve("context"), context);
    }

    static List<Step> steps(Path dockerfile) throws IOException {
        String text = Files.readString(dockerfile).replaceAll("(?m)^#.*\n", "").replace("\\\n", "");
        return text.lines()
                .filter(line -> !line.isBlank())
                .map(line -> new Step(line.replaceAll(" .*", ""), line.replaceFirst("^[A-Z]+ ", "")))
                .toList();
    }

    /** Runs all steps. */
    void run(Path dockerfile) throws Exception {
        for (Step step : steps(dockerfile)) {
            switch (step.name()) {
                case "FROM" -> begin(step.text());
                case "WORKDIR" -> {
                    folder = step.text();
                    Files.createDirectories(inside(folder));
                }
                case "COPY" -> copy(step.text());
                case "RUN" -> inRoot("0:0", "", command(step.text()), "");
                case "USER" -> user = step.text();
                case "ENV" ->
                    Pattern.compile("(\\w+)=(\"[^\"]*\"|\\S+)")
                            .matcher(step.text())
                            .results()
                            .forEach(each -> environment
                                    .append("export ")
                                    .append(each.group())
                                    .append('\n'));
                default -> settings.put(step.name(), step.text());
            }
        }
    }

    private static String command(String text) {
        return FULL
                ? text
                : text.replaceAll(
                                "mvn [^&|]*package[^&]*",
                                "mkdir -p target && cp -r /packaged/litedrill.jar /packaged/lib target/ ")
                        .replaceAll("mvn [^&|]*", "true ");
    }

    private void begin(String text) throws Exception {
        if (text.matches("litedrill:.* AS litedrill")) {
            return;
        }
        root = Files.createDirectories(work.resolve("stage" + stages.size()));
        Matcher name = Pattern.compile(".* AS (\\w+)").matcher(text);
        stages.put(name.matches() ? name.group(1) : "last", root);
        folder = "/";
        Files.createDirectories(Path.of(root + ".local", "bin"));
        for (String each : List.of("usr", "opt", "proc", "dev", "tmp", "root", "var/lib", "packaged")) {
            Files.createDirectories(root.resolve(each));
        }
        for (String each : List.of("bin", "sbin", "lib", "lib64")) {
            Files.createSymbolicLink(root.resolve(each), Path.of("usr/" + each));
        }
        shell("cp -a /etc " + root + "/etc && chmod 1777 " + root + "/tmp && rm -f " + root + "/etc/litedrill.yml");
    }

    private void copy(String text) throws Exception {
        List<String> words = new ArrayList<>(List.of(text.split(" ")));
        boolean ofStage = words.get(0).startsWith("--from=");
        Path source = ofStage ? stages.getOrDefault(words.remove(0).substring("--from=".length()), work) : context();
        String target = words.get(1).startsWith("/") ? words.get(1) : folder + "/" + words.get(1);
        Path from = source.resolve(words.get(0).replaceFirst("^/", ""));
        assertThat(from).as("COPY " + text).exists();
        Path to = inside(target);
        Files.createDirectories(target.endsWith("/") ? to : to.getParent());
        shell("cp -a " + from + (Files.isDirectory(from) ? "/. " : " ") + to);
    }

    /** Returns the files that .dockerignore includes, as links. */
    private Path context() throws IOException {
        Path context = work.resolve("context");
        if (Files.exists(context)) {
            return context;
        }
        List<String> rules = Files.readAllLines(project.resolve(".dockerignore"));
        assertThat(rules.get(0)).isEqualTo("*");
        for (String rule : rules.subList(1, rules.size())) {
            Path there = context.resolve(rule.replaceFirst("^!", ""));
            if (rule.startsWith("!")) {
                Files.createDirectories(there.getParent());
                shellUnchecked("cp -a " + project.resolve(rule.substring(1)) + " " + there);
            } else {
                shellUnchecked("rm -rf " + there);
            }
        }
        return context;
    }

    private Path inside(String path) {
        return root.resolve(path.replaceFirst("^/", "")).normalize();
    }

    /** Returns the argument of an instruction such as ENTRYPOINT. */
    String setting(String name) {
        return settings.getOrDefault(name, "");
    }

    String user() {
        return user;
    }

    Path root() {
        return root;
    }

    /** Returns the words of an instruction in the form of a list. */
    List<String> words(String name) {
        return Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"")
                .matcher(setting(name))
                .results()
                .map(each -> each.group(1).replace("\\\\", "\\"))
                .toList();
    }

    /**
     * Runs a script in the last stage.
     *
     * @param ids user and group
     * @param unshare more options of unshare
     * @param mounts shell commands that run after the mounts, outside the root
     * @return its output
     */
    String inRoot(String ids, String unshare, String script, String mounts) throws Exception {
        Path file = root.resolve("step.sh");
        Files.writeString(
                file,
                "set -e\nexport PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin HOME=/root\n" + environment + "cd "
                        + folder + "\n" + script + "\n");
        String mount = """
            set -e
            R=%s
            mount --bind $R $R
            mount --rbind -o ro /usr $R/usr && mount -o remount,ro,bind $R/usr
            mount --bind $R.local $R/usr/local
            mount -t proc proc $R/proc 2>/dev/null || mount --rbind /proc $R/proc
            mount --rbind /dev $R/dev
            mount --bind %s/target $R/packaged
            %s
            %s
            exec chroot $R setpriv --reuid %s --regid %s --clear-groups sh /step.sh
            """.formatted(
                        root,
                        project,
                        FULL ? "mkdir -p $R/root/.m2 && mount --bind /root/.m2 $R/root/.m2" : "",
                        mounts,
                        ids.replaceAll(":.*", ""),
                        ids.replaceAll(".*:", ""));
        return shell("unshare --mount " + unshare + " sh -c '" + mount.replace("'", "'\\''") + "'");
    }

    private static void shellUnchecked(String command) {
        try {
            shell(command);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs a line of shell, which must succeed, and returns its output. */
    static String shell(String command) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(command + "\n" + output).isZero();
        return output;
    }
}
