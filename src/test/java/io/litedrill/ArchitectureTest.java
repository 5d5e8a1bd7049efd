package io.litedrill;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the code with the package table of docs/ARCHITECTURE.md. */
class ArchitectureTest {
    private static final String ROOT = "io.litedrill.";
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.litedrill");
    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages("io.litedrill");

    /** One row of the table: the other packages of Litedrill and the libraries that a package uses. */
    private record Row(String name, Set<String> uses, Set<String> libraries) {}

    @Test
    void everyPackageIsInTheTable() throws IOException {
        List<String> known = table().stream().map(Row::name).toList();
        Set<String> found = new HashSet<>();
        MAIN.forEach(each -> found.add(shortName(each)));

        assertThat(found).isNotEmpty().containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void aPackageUsesExactlyWhatItsRowNames() throws IOException {
        for (Row row : table()) {
            assertThat(dependencies(row.name())
                            .filter(each -> each.getPackageName().startsWith(ROOT))
                            .map(ArchitectureTest::shortName)
                            .filter(other -> !other.equals(row.name()))
                            .distinct())
                    .as("packages of Litedrill that %s uses", row.name())
                    .containsExactlyInAnyOrderElementsOf(row.uses());
        }
    }

    @Test
    void aPackageUsesExactlyTheLibrariesThatItsRowNames() throws IOException {
        for (Row row : table()) {
            assertThat(dependencies(row.name())
                            .map(JavaClass::getPackageName)
                            .filter(name -> !name.startsWith("io.litedrill"))
                            .map(ArchitectureTest::library)
                            .flatMap(Optional::stream)
                            .distinct())
                    .as("libraries that %s uses", row.name())
                    .containsExactlyInAnyOrderElementsOf(row.libraries());
        }
    }

    /**
     * Maps a package of Java or of a library to the name of the table; empty for the parts of Java that every package
     * may use.
     */
    private static Optional<String> library(String packageName) {
        if (Stream.of("java.sql", "java.net.http").anyMatch(packageName::startsWith)) {
            return Optional.of(packageName.startsWith("java.sql") ? "java.sql" : "java.net.http");
        }
        if (packageName.isEmpty()
                || Stream.of("java.", "javax.", "org.jspecify").anyMatch(packageName::startsWith)) {
            return Optional.empty();
        }
        return Optional.of(String.join(".", List.of(packageName.split("\\.")).subList(0, depth(packageName))));
    }

    /** Names in the table have at most two parts, or three below {@code software}. */
    private static int depth(String packageName) {
        int parts = packageName.split("\\.").length;
        return Math.min(parts, packageName.startsWith("software.") ? 3 : 2);
    }

    private static Stream<JavaClass> dependencies(String packageName) {
        return MAIN.stream()
                .filter(each -> shortName(each).equals(packageName))
                .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
                .map(each -> each.getTargetClass().getBaseComponentType())
                .distinct();
    }

    @Test
    void nothingIsKeptInAStaticField() {
        fields().that()
                .areStatic()
                .should()
                .beFinal()
                .because("state that nobody owns is shared by everybody")
                .check(MAIN);
        assertThat(MAIN.stream()
                        .flatMap(each -> each.getFields().stream())
                        .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                        .filter(field -> field.getRawType().getName().startsWith("java.util.concurrent.atomic"))
                        .toList())
                .isEmpty();
    }

    @Test
    void testsDoNotSleep() {
        assertThat(TESTS).isNotEmpty();
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "a thread sleeps",
                        call -> Set.of(Thread.class.getName(), TimeUnit.class.getName())
                                        .contains(call.getTargetOwner().getName())
                                && call.getName().equals("sleep")))
                .because("a test waits for what it waits for (Awaitility, latches)")
                .check(TESTS);
    }

    private static String shortName(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(ROOT) ? name.substring(ROOT.length()) : "";
    }

    @Test
    void noTwoTypesHaveOneName() {
        List<String> names = MAIN.stream()
                .filter(each -> each.isTopLevelClass() && !each.getSimpleName().equals("package-info"))
                .map(JavaClass::getSimpleName)
                .toList();

        assertThat(names).hasSizeGreaterThan(500).doesNotHaveDuplicates();
    }

    /**
     * The sequences of a check and of a restore list classes in calling order, so each name must be one of a class.
     */
    @Test
    void everyClassThatTheWaysNameExists() throws IOException {
        String text = Files.readString(Path.of("docs/ARCHITECTURE.md"));
        String ways = text.substring(text.indexOf("## One check"), text.indexOf("## Why"));
        Set<String> known = new HashSet<>();
        MAIN.forEach(each -> known.add(each.getSimpleName()));

        List<String> named = Pattern.compile("\\b[A-Z][a-z]+(?:[A-Z][a-z]*)+\\b|`[A-Z][A-Za-z]+`")
                .matcher(ways)
                .results()
                .map(match -> match.group().replace("`", ""))
                .distinct()
                .toList();

        assertThat(named).hasSizeGreaterThan(50).isSubsetOf(known);
    }

    private static List<Row> table() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("docs/ARCHITECTURE.md"))) {
            List<Row> rows = lines.filter(line -> line.matches("\\| `[a-z.]+` \\|.*\\|.*\\|.*\\|"))
                    .map(line -> line.split("\\|", -1))
                    .map(cells ->
                            new Row(names(cells[1]).get(0), Set.copyOf(names(cells[3])), Set.copyOf(names(cells[4]))))
                    .toList();
            assertThat(rows).extracting(Row::name).contains("storage", "cli");
            return rows;
        }
    }

    private static List<String> names(String cell) {
        return Pattern.compile("[a-z][a-z0-9.]*[a-z0-9]")
                .matcher(cell)
                .results()
                .map(match -> match.group())
                .toList();
    }
}
