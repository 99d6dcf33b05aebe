package org.unrolled;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.common.base.Preconditions;
import org.unrolled.backend.Backend;

/** Holds the code to the map of docs/architecture.md, and to what each package says of itself. */
class ArchitectureTest {
    private static final String ROOT = "org.unrolled.";
    private static final Path SOURCES = Path.of("src/main/java/org/unrolled");
    private static final Path MAP = Path.of("docs/architecture.md");
    private static final Pattern USES = Pattern.compile("\\bUses\\b(.*?)\\*/", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("\\{@code ([a-z0-9.]+)}");
    private static final Pattern ARROW = Pattern.compile("(?m)^ {4}([a-z0-9_]+) --> ([a-z0-9_]+)$");
    /** At the bottom of the map, where arrows would cross all others. */
    private static final Set<String> GROUND = Set.of("arrays", "concurrent", "files");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9.]+)` \\|");

    private static JavaClasses library;
    /** Of each package the packages of ours that its classes use. */
    private static final Map<String, Set<String>> USED = new TreeMap<>();

    @BeforeAll
    static void read() throws Exception {
        library = new ClassFileImporter().importPath(Path.of(Backend.class.getProtectionDomain().getCodeSource().getLocation().toURI()))
                .that(DescribedPredicate.describe("hold code", type -> !type.getSimpleName().equals("package-info")));
        assertTrue(library.size() > 300, "only " + library.size() + " classes were read");
        for (var type : library) {
            var used = USED.computeIfAbsent(name(type), name -> new TreeSet<>());
            type.getDirectDependenciesFromSelf().stream().map(Dependency::getTargetClass).map(JavaClass::getBaseComponentType)
                    .filter(ArchitectureTest::isOurs).map(ArchitectureTest::name).forEach(used::add);
            used.remove(name(type));
        }
    }

    /** Both ways: a package that uses what it doesn't name, and one that names what it doesn't use. */
    @Test
    void packagesUseWhatTheySayTheyUse() throws IOException {
        var said = new TreeMap<String, Set<String>>();
        for (var name : USED.keySet()) {
            var info = Files.readString(SOURCES.resolve(name.replace('.', '/')).resolve("package-info.java"));
            var uses = USES.matcher(info);
            assertTrue(uses.find(), name + "'s package-info has no sentence that begins with \"Uses\"");
            said.put(name, NAME.matcher(uses.group(1)).results().map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new)));
        }
        assertEquals(said, USED, "what packages say in their package-info that they use, and what they use");
    }

    @Test
    void arrowsGoDownTheMapOnly() throws IOException {
        var map = ROW.matcher(Files.readString(MAP)).results().map(found -> found.group(1)).toList();
        assertEquals(USED.keySet(), new TreeSet<>(map), "the packages in the map of docs/architecture.md, and those that there are");
        assertEquals(map.size(), Set.copyOf(map).size(), "a package stands twice in the map");
        var wrong = new ArrayList<String>();
        USED.forEach((from, targets) -> targets.stream().filter(to -> map.indexOf(to) < map.indexOf(from))
                .forEach(to -> wrong.add(from + " uses " + to + ", which stands above it")));
        assertEquals(List.of(), wrong);
    }

    @Test
    void thePictureShowsTheArrows() throws IOException {
        var drawn = ARROW.matcher(Files.readString(MAP)).results().map(arrow -> arrow.group(1).replace('_', '.') + " --> "
                + arrow.group(2).replace('_', '.')).sorted().toList();
        var there = USED.entrySet().stream().flatMap(entry -> entry.getValue().stream().filter(to -> !GROUND.contains(to))
                .map(to -> entry.getKey() + " --> " + to)).sorted().toList();
        assertEquals(there, drawn);
    }

    @Test
    void noPackageUsesItselfThroughAnother() {
        slices().matching("org.unrolled.(**)").should().beFreeOfCycles().check(library);
    }

    /** The kernels are the fused backend's own: outside, it is known as a backend. */
    @Test
    void kernelsStayInsideTheirBackend() {
        var kernels = library.stream().filter(type -> name(type).equals("nn.backend.cpu")).toList();
        assertTrue(kernels.size() > 20, "only " + kernels.size() + " classes of kernels");
        noClasses().that().resideOutsideOfPackage("org.unrolled.nn.backend..").should()
                .dependOnClassesThat().resideInAnyPackage("org.unrolled.nn.backend.cpu", "org.unrolled.nn.backend.nd4j").check(library);
        for (var engine : List.of("cpu", "nd4j")) {
            var open = library.stream().filter(type -> name(type).equals("nn.backend." + engine) && type.isTopLevelClass())
                    .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                    .map(JavaClass::getSimpleName).toList();
            assertEquals(1, open.size(), "public classes of nn.backend." + engine + ": " + open);
        }
    }

    @Test
    void eachClassNameIsThereOnce() {
        var places = library.stream().filter(JavaClass::isTopLevelClass)
                .collect(Collectors.groupingBy(JavaClass::getSimpleName, TreeMap::new, Collectors.mapping(ArchitectureTest::name, Collectors.toList())));
        places.values().removeIf(packages -> packages.size() == 1);
        assertEquals(Map.of(), places);
    }

    /** Whoever else asks decides for a backend, and would be wrong for a third. */
    @Test
    void onlyBackendsAskWhereTensorsLive() {
        noClasses().that().resideOutsideOfPackages("org.unrolled.nn.backend..", "org.unrolled.backend").should()
                .accessTargetWhere(DescribedPredicate.describe("asks whether ND4J runs on the CPU, or whether a backend is the CPU's",
                        access -> access.getName().equals("isCPU") || access.getName().equals("CPU") && isOurs(access.getTargetOwner())))
                .check(library);
    }

    /** ND4J's checks have an overload of two doubles: a whole number beside a double would be told as 3.0. */
    @Test
    void wholeNumbersInMessagesStayWhole() {
        noClasses().should().callMethodWhere(DescribedPredicate.describe("checks with several doubles: pass one by String.valueOf",
                call -> call.getTargetOwner().isEquivalentTo(Preconditions.class) && call.getTarget().getRawParameterTypes().stream()
                        .filter(type -> type.isEquivalentTo(double.class)).count() > 1)).check(library);
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().startsWith(ROOT);
    }

    private static String name(JavaClass type) {
        return type.getPackageName().substring(ROOT.length());
    }
}
