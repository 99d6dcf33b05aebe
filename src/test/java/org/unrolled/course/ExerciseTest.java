package org.unrolled.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import jdk.jshell.JShell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.unrolled.concurrent.Interrupted;
import org.unrolled.course.ExerciseResult.State;
import org.unrolled.notebook.RecordingDisplay;
import tech.tablesaw.api.Table;

class ExerciseTest {
    private static final INDArray EXPECTED = Nd4j.createFromArray(new double[][]{{1, 2, 3}, {4, 5, 6}});

    @TempDir
    private Path folder;

    @Test
    void aLongAnswerIsCutBetweenCharacters() {
        var shown = Difference.text("\uD83D\uDE00".repeat(70));
        assertEquals("\"" + "\uD83D\uDE00".repeat(58) + "…", shown);
    }

    @Test
    void aSolvedExerciseSaysSo() {
        try (var screen = RecordingDisplay.install()) {
            Exercise.of("The gate")
                .check("sum", () -> 0.1 + 0.2, 0.3, 1e-12, "add")
                .check("whole number", () -> 3, 3, 0, "count")
                .check("array", () -> EXPECTED.dup(), EXPECTED, 1e-6, "multiply")
                .check("text", () -> "update", "update", "which gate?")
                .check("list", () -> List.of(1, 2), List.of(1, 2), "order")
                .check("property", () -> 7, n -> n % 2 == 1, "odd")
                .check("yes", () -> true, "")
                .checkEach("squares", List.of(1.0, 2.0, -3.0), x -> x * x, x -> Math.pow(x, 2), 1e-12, "")
                .checkEach("positive", List.of(1.0, -2.0), x -> Math.abs(x), (x, y) -> y > 0, "")
                .report();
            var html = screen.last().html();
            assertTrue(html.contains("Exercise: The gate – solved"), html);
            assertFalse(html.contains("✗") || html.contains("○"), html);
        }
    }

    @Test
    void anExerciseWithoutAnAnswerIsNotSolvedYetAndStopsNothing() {
        Double number = null;
        INDArray array = null;
        try (var screen = RecordingDisplay.install()) {
            var exercise = Exercise.of("Later")
                .check("number", () -> number, 1, 0, "think")
                .check("array", () -> array, EXPECTED, 0, "think")
                .check("stub", () -> stub(), EXPECTED, 0, "think")
                .check("property", () -> array, a -> a.rank() == 2, "think")
                .checkEach("function", List.of(1, 2), x -> stub(), x -> EXPECTED, 0, "think");
            exercise.report();
            assertTrue(exercise.result().unsolved());
            assertTrue(screen.last().html().contains("Exercise: Later – not solved yet"), screen.last().html());
            assertFalse(screen.last().html().contains("think"), "hints belong to answers that were tried");
        }
    }

    private static INDArray stub() {
        throw new UnsupportedOperationException("your turn");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", value = {
        "0.30001    | null",
        "0.5        | yours is 0.50000",
        "-0.3       | yours is -0.30000: the sign is wrong",
        "0.302      | yours is 0.30200: close, but not exact enough",
        "NaN        | yours is NaN"})
    void aWrongNumberIsDescribedWithoutTheRightOne(double yours, String message) {
        var check = only(Exercise.of("e").check("x", () -> yours, 0.3, 1e-3, "h"));
        assertEquals(message == null ? State.PASSED : State.WRONG, check.state());
        assertEquals(message == null ? "" : message, check.message());
    }

    @Test
    void aWrongArrayIsDescribedWithoutTheRightValues() {
        assertEquals("the shape is [3, 2], expected [2, 3]: is it transposed?", wrong(() -> EXPECTED.transpose()));
        assertEquals("the shape is [6], expected [2, 3]", wrong(() -> EXPECTED.reshape(6)));
        assertEquals("6 of 6 values differ, the first at [0, 0], where yours is 2: all are off by the same factor",
            wrong(() -> EXPECTED.mul(2)));
        assertEquals("6 of 6 values differ, the first at [0, 0], where yours is -1: all have the wrong sign",
            wrong(() -> EXPECTED.neg()));
        assertEquals("1 of 6 values differ, the first at [1, 2], where yours is 0.25000",
            wrong(() -> EXPECTED.dup().putScalar(1, 2, 0.25)));
        assertEquals("the value at [0, 1] is NaN", wrong(() -> EXPECTED.dup().putScalar(0, 1, Double.NaN)));
        var square = Nd4j.createFromArray(new double[][]{{1, 2}, {3, 4}});
        assertEquals("rows and columns are exchanged: is it transposed?",
            only(Exercise.of("e").check("x", () -> square.transpose(), square, 1e-6, "")).message());
    }

    private static String wrong(Supplier<INDArray> yours) {
        var check = only(Exercise.of("e").check("x", yours, EXPECTED, 1e-6, "h"));
        assertEquals(State.WRONG, check.state());
        return check.message();
    }

    @Test
    void theFirstInputThatFailsIsNamedNotWhatIsExpectedThere() {
        var roots = Map.of(1, 1.0, 4, 2.0, 9, 3.0);
        var check = only(Exercise.of("e").checkEach("root", List.of(1, 4, 9), n -> n / 1.0, roots::get, 1e-9, "halve"));
        assertEquals("for 4: yours is 4", check.message());
        assertEquals("for 4: yours is 4. Hint: halve", check.advice());
        var missing = only(Exercise.of("e").checkEach("root", List.of(1, 4), n -> n == 1 ? 1.0 : null, roots::get, 1e-9, ""));
        assertEquals("for 4: it gives nothing (null)", missing.message());
        var property = only(Exercise.of("e").checkEach("even", List.of("ab", "c"), s -> s.length(), (s, n) -> n % 2 == 0, ""));
        assertEquals("for \"c\": yours is 1", property.message());
    }

    @Test
    void aFunctionThatChangesItsInputIsToldSoAndHarmsNoOtherCheck() {
        var input = Nd4j.createFromArray(1.0, 2.0);
        var check = only(Exercise.of("e").checkEach("negative", List.of(input), x -> x.negi(), x -> x.neg(), 1e-9, ""));
        assertTrue(check.message().contains("it changes the array that it was given"), check.message());
        assertEquals(Nd4j.createFromArray(1.0, 2.0), input);
    }

    @Test
    void codeThatFailsIsReportedWithItsMessage() {
        assertEquals("your code stopped with ArithmeticException: / by zero",
            only(Exercise.of("e").check("x", () -> 1 / zero(), 1, 0, "h")).message());
        assertEquals("your code calls itself without end", only(Exercise.of("e").check("x", () -> endless(1), 1, 0, "h")).message());
        var library = only(Exercise.of("e").check("x", () -> List.of(1).add(2), "h"));
        assertEquals(State.FAILED, library.state(), "an unchangeable list's exception is no stub");
        assertEquals("your code stopped with UnsupportedOperationException", library.message());
        assertEquals(State.FAILED, only(Exercise.of("e").check("x", () -> EXPECTED.mmul(EXPECTED), EXPECTED, 0, "h")).state());
    }

    @Test
    void anErrorIsToldOnceAndWithoutTheHintForWrongAnswers() {
        try (var screen = RecordingDisplay.install()) {
            Exercise.of("e").check("first", () -> 1 / zero(), 1, 0, "count from one").check("second", () -> 2 / zero(), 1, 0, "halve it")
                .checkEach("third", List.of(7), n -> n / zero(), n -> n, 0, "").check("fourth", () -> List.of(1).get(3), 1, 0, "look")
                .report();
            var html = screen.last().html();
            assertEquals(2, html.split("ArithmeticException: / by zero", -1).length, html);
            assertEquals(3, html.split("the same error", -1).length, html);
            assertTrue(html.contains("IndexOutOfBoundsException: Index: 3"), html);
            assertFalse(html.contains("Hint") || html.contains("count from one"), html);
        }
    }

    private static int zero() {
        return 0;
    }

    private static int endless(int n) {
        return endless(n + 1) + 1;
    }

    @Test
    void anInterruptIsNoAnswer() {
        var exercise = Exercise.of("e");
        assertThrows(Interrupted.class, () -> exercise.check("x", () -> {
            Thread.currentThread().interrupt();
            Interrupted.check();
            return true;
        }, ""));
        Thread.interrupted();
    }

    @Test
    void mistakesOfTheAuthorAreNotBlamedOnTheStudent() {
        assertThrows(IllegalArgumentException.class, () -> Exercise.of(" "));
        assertThrows(IllegalArgumentException.class, () -> Exercise.of("e").check("x", () -> 1, 1, Double.NaN, ""));
        assertThrows(IllegalArgumentException.class, () -> Exercise.of("e").checkEach("x", List.<Integer>of(), n -> n, n -> n, 0, ""));
        assertThrows(ArithmeticException.class, () -> Exercise.of("e").checkEach("x", List.of(0), n -> n, n -> 1 / n, 0, ""));
        assertThrows(IllegalStateException.class, () -> Exercise.of("e").report());
        assertThrows(IllegalArgumentException.class, () -> Exercise.of("e").check("x", () -> true, "").grade(-1));
    }

    @Test
    void aGradeIsTheShareOfChecksThatPassed() {
        try (var screen = RecordingDisplay.install()) {
            var grade = Exercise.of("Half").check("a", () -> true, "").check("b", () -> 2, 3, 0, "count again")
                .check("c", () -> stub(), EXPECTED, 0, "").check("d", () -> true, "").grade(5);
            assertEquals(2.5, grade, 1e-12);
            var html = screen.last().html();
            assertTrue(html.contains("2 of 4 passed") && html.contains("yours is 2. Hint: count again"), html);
        }
    }

    @Test
    void outcomesAreKeptBesideTheFiguresTheLastOneOfATitleCounts() throws IOException {
        try (var screen = RecordingDisplay.install()) {
            var figures = new Figures("06-gru", 6, Mode.QUICK, folder);
            for (var answer : new int[]{2, 3}) {
                Exercise.of("Count").check("three", () -> answer, 3, 0, "").check("later", () -> null, "x", "").recordIn(figures).report();
            }
            figures.report();
            assertEquals(3, screen.visible().size());
        }
        var exercises = new ObjectMapper().readTree(folder.resolve("06-gru.json").toFile()).get("exercises");
        assertEquals("[{\"title\":\"Count\",\"passed\":1,\"of\":2,\"solved\":false,\"checks\":["
            + "{\"what\":\"three\",\"state\":\"passed\",\"message\":\"\"},"
            + "{\"what\":\"later\",\"state\":\"unsolved\",\"message\":\"\"}]}]", exercises.toString());
    }

    @Test
    void cellsOfANotebookAreToldFromMistakes() throws URISyntaxException {
        try (var shell = JShell.builder().executionEngine("local").build()) {
            for (var type : List.of(Exercise.class, INDArray.class, Table.class)) {
                shell.addToClasspath(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
            }
            shell.eval("import org.unrolled.course.*;");
            shell.eval("double later(double x) { throw new UnsupportedOperationException(\"your turn\"); }");
            shell.eval("double half(double x) { return halve(x); }");
            shell.eval("Double missing = null;");
            shell.eval("var result = Exercise.of(\"e\").check(\"a\", () -> later(2), 1, 0, \"\")"
                + ".check(\"b\", () -> half(2), 1, 0, \"\").check(\"c\", () -> missing, 1, 0, \"\").result();");
            var checks = shell.eval("result.checks().toString()").get(0).value();
            assertEquals("\"[Check[what=a, state=UNSOLVED, message=, hint=], Check[what=b, state=FAILED, message="
                + "your code uses a name that no cell has defined: run the cell again and read its message, hint=], "
                + "Check[what=c, state=UNSOLVED, message=, hint=]]\"", checks);
        }
    }

    private static ExerciseResult.Check only(Exercise exercise) {
        return exercise.result().checks().get(0);
    }
}
