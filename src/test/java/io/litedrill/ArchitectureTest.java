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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the code to the package table of docs/ARCHITECTURE.md. */
class ArchitectureTest {
    private static final String ROOT = "io.litedrill.";
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.litedrill");
    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages("io.litedrill");

    /** One row of the table: what a package may use of ours, and which libraries live in it. */
    private record Row(String name, Set<String> mayUse, Set<String> libraries) {
        boolean mayUse(String other) {
            return name.equals(other) || mayUse.contains("all") || mayUse.contains(other);
        }
    }

    @Test
    void everyPackageIsInTheTable() throws IOException {
        List<String> known = table().stream().map(Row::name).toList();
        Set<String> found = new HashSet<>();
        MAIN.forEach(each -> found.add(shortName(each)));

        assertThat(found).isNotEmpty().isSubsetOf(known);
    }

    @Test
    void aPackageUsesOnlyWhatItsRowAllows() throws IOException {
        List<String> violations = new ArrayList<>();
        for (Row row : table()) {
            MAIN.stream()
                    .filter(each -> shortName(each).equals(row.name()))
                    .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
                    .filter(each -> each.getTargetClass().getPackageName().startsWith(ROOT))
                    .filter(each -> !row.mayUse(shortName(each.getTargetClass())))
                    .forEach(each -> violations.add(each.getDescription()));
        }
        assertThat(violations).isEmpty();
    }

    @Test
    void aLibraryLivesOnlyInItsPackages() throws IOException {
        List<Row> table = table();
        Set<String> libraries = new HashSet<>();
        table.forEach(row -> libraries.addAll(row.libraries()));

        assertThat(libraries).contains("software.amazon.awssdk", "java.sql", "picocli");
        for (String library : libraries) {
            List<String> homes = table.stream()
                    .filter(row -> row.libraries().contains(library))
                    .map(Row::name)
                    .toList();
            noClasses()
                    .that(DescribedPredicate.not(new In(homes)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(library, library + "..")
                    .check(MAIN);
        }
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
                        "Thread.sleep is called",
                        call -> call.getTargetOwner().isEquivalentTo(Thread.class)
                                && call.getName().equals("sleep")))
                .because("a test waits for what it waits for (Awaitility, latches)")
                .check(TESTS);
    }

    private static String shortName(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(ROOT) ? name.substring(ROOT.length()) : "";
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

    /** Classes of some of our packages. */
    private static final class In extends DescribedPredicate<JavaClass> {
        private final List<String> packages;

        In(List<String> packages) {
            super("in " + packages);
            this.packages = packages;
        }

        @Override
        public boolean test(JavaClass type) {
            return packages.contains(shortName(type));
        }
    }
}
