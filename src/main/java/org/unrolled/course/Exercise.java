package org.unrolled.course;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.concurrent.Interrupted;
import org.unrolled.course.ExerciseResult.Check;
import org.unrolled.course.ExerciseResult.State;
import org.unrolled.notebook.Kernel;
import org.unrolled.notebook.Show;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Checks a student's answer to an exercise and says what is wrong without giving the answer away. <pre>{@code
 * Exercise.of("The leaky unit")
 *     .check("bias of a gate that keeps 95 %", () -> biasFor(0.95), Math.log(19), 1e-6, "solve σ(b) = 0.95 for b")
 *     .check("the state after one step", () -> leak(h, a), expected, 1e-6, "the gate weighs old against new")
 *     .checkEach("half-lives", List.of(0.5, 0.9), u -> halfLife(u), u -> Math.log(0.5) / Math.log(u), 1e-9, "uᵗ = ½")
 *     .report();
 * }</pre>
 *
 * <p>An answer that is missing, null or {@code throw new UnsupportedOperationException(...)}, is <i>not solved yet</i>.
 * Code that fails is reported once with the message of its error, in a notebook with its cell and line. Neither stops the notebook. Each check runs at once, so a
 * value that changes is checked as it stands at that line.
 */
public final class Exercise {
    private final String title;
    private final List<Check> checks = new ArrayList<>();
    private Figures record;

    private Exercise(String title) {
        this.title = title;
    }

    /** An exercise without checks. */
    public static Exercise of(String title) {
        Preconditions.checkArgument(title != null && !title.isBlank(), "an exercise without a title: say what it asks for");
        return new Exercise(title);
    }

    /** Checks that something holds. The hint is shown where it doesn't; it may be empty. */
    public Exercise check(String what, Supplier<Boolean> holds, String hint) {
        return add(what, hint, Attempt.run(holds, null, yes -> yes ? null : ""));
    }

    /** Checks a number. @param tolerance largest accepted difference */
    public Exercise check(String what, Supplier<? extends Number> yours, double expected, double tolerance, String hint) {
        var accepted = Difference.tolerance(tolerance);
        return add(what, hint, Attempt.run(yours, null, number -> Difference.of(number, expected, accepted)));
    }

    /** Checks an array: its shape, then its values. @param tolerance largest accepted difference of a value */
    public Exercise check(String what, Supplier<INDArray> yours, INDArray expected, double tolerance, String hint) {
        var accepted = Difference.tolerance(tolerance);
        return add(what, hint, Attempt.run(yours, null, array -> Difference.of(array, expected, accepted)));
    }

    /** Checks that an answer is the expected one: whole numbers, text, lists, arrays of Java. */
    public Exercise check(String what, Supplier<?> yours, Object expected, String hint) {
        return add(what, hint, Attempt.run(yours, null, answer -> Difference.of(answer, expected, 0)));
    }

    /** Checks that an answer has a property; a null answer is not solved yet and never reaches the test. */
    public <T> Exercise check(String what, Supplier<T> yours, Predicate<? super T> right, String hint) {
        return add(what, hint, Attempt.run(yours, null, answer -> right.test(answer) ? null : Difference.described(answer)));
    }

    /**
     * Checks a function on several inputs; the first input that fails is named. Input arrays are handed over as copies,
     * and a function that changes its input array is told so.
     *
     * @param right what is expected for an input, for instance {@code map::get}
     */
    public <A, B> Exercise checkEach(String what, List<A> inputs, Function<? super A, ? extends B> yours,
                                     Function<? super A, ? extends B> right, double tolerance, String hint) {
        var accepted = Difference.tolerance(tolerance);
        return each(what, inputs, yours, input -> {
            var expected = Objects.requireNonNull(right.apply(input), "nothing is expected for " + Difference.text(input));
            return answer -> Difference.of(answer, expected, accepted);
        }, hint);
    }

    /** Checks a property of a function's result on several inputs; the first input that fails is named. */
    public <A, B> Exercise checkEach(String what, List<A> inputs, Function<? super A, ? extends B> yours,
                                     BiPredicate<? super A, ? super B> right, String hint) {
        return each(what, inputs, yours,
            input -> answer -> right.test(input, answer) ? null : Difference.described(answer), hint);
    }

    /** Lets the outcome be kept with the notebook's figures, under {@code exercises} of its results file. */
    public Exercise recordIn(Figures figures) {
        record = figures;
        return this;
    }

    /** Shows which checks passed and what to look at where they did not. Never stops the notebook. */
    public void report() {
        var result = result();
        if (record != null) {
            record.exercise(result);
        }
        Show.table(table(result), Math.max(1, checks.size()));
    }

    /**
     * Shows what {@link #report} shows and gives the share of the points that the passed checks have earned, each check
     * counting the same. As the last expression of a test cell this is the score that nbgrader takes.
     */
    public double grade(double points) {
        Preconditions.checkArgument(points >= 0 && !Double.isInfinite(points),
                "an exercise worth %s points: expected a number from 0", points);
        report();
        return points * result().passed() / checks.size();
    }

    /** The outcome, without showing it. */
    public ExerciseResult result() {
        Preconditions.checkState(!checks.isEmpty(), "exercise \"%s\" checks nothing: add a check before its report", title);
        return new ExerciseResult(title, checks);
    }

    private <A, B> Exercise each(String what, List<A> inputs, Function<? super A, ? extends B> yours,
                                 Function<A, Function<B, String>> judges, String hint) {
        Preconditions.checkArgument(!inputs.isEmpty(), "\"%s\" has no inputs to try: give at least one", what);
        var outcome = Attempt.Outcome.PASSED;
        for (var i = 0; i < inputs.size() && outcome.state() == State.PASSED; i++) {
            var input = inputs.get(i);
            var own = input instanceof INDArray array ? array.dup() : input;
            @SuppressWarnings("unchecked") var given = (A) own;
            var judge = judges.apply(input); // outside the attempt: a mistake of the exercise's author must be seen
            outcome = Attempt.run(() -> yours.apply(given), i == 0 ? null : "it gives nothing (null)", answer ->
                input instanceof INDArray array && Difference.of(own, array, 0) != null
                    ? "it changes the array that it was given: use add and mul, not addi and muli"
                    : judge.apply(answer));
            if (outcome.state() != State.PASSED && outcome.state() != State.UNSOLVED) {
                outcome = outcome.with("for " + Difference.text(input) + ": " + outcome.message());
            }
        }
        return add(what, hint, outcome);
    }

    private Exercise add(String what, String hint, Attempt.Outcome outcome) {
        checks.add(new Check(what, outcome.state(), outcome.message(), hint == null ? "" : hint));
        return this;
    }

    private static Table table(ExerciseResult result) {
        var all = result.checks();
        var told = new HashSet<String>();
        return Table.create("Exercise: " + result.title() + " – " + result.summary(),
            StringColumn.create("", all.stream().map(c -> c.state().sign())),
            StringColumn.create("check", all.stream().map(Check::what)),
            StringColumn.create("what to look at", all.stream().map(check -> check.state() == State.FAILED
                && !told.add(error(check.message())) ? "the same error" : check.advice())));
    }

    /** Without the input for which it came. */
    private static String error(String message) {
        return message.substring(Math.max(0, message.indexOf(Attempt.YOURS)));
    }

    /** Runs code that may be unfinished, wrong or endless in depth. */
    private static final class Attempt {
        static final String YOURS = "your code ";
        private static final List<String> LIBRARIES = List.of("java.", "javax.", "jdk.", "sun.", "org.nd4j.",
            "org.deeplearning4j.", "tech.tablesaw.", "org.knowm.");

        record Outcome(State state, String message) {
            static final Outcome PASSED = new Outcome(State.PASSED, "");

            Outcome with(String message) {
                return new Outcome(state, message);
            }
        }

        /** @param ifNull what is wrong with a null answer, or null where it means that there is no answer yet */
        static <T> Outcome run(Supplier<? extends T> yours, String ifNull, Function<? super T, String> judge) {
            try {
                var answer = yours.get();
                if (answer == null) {
                    return new Outcome(ifNull == null ? State.UNSOLVED : State.WRONG, ifNull == null ? "" : ifNull);
                }
                var wrong = judge.apply(answer);
                return wrong == null ? Outcome.PASSED : new Outcome(State.WRONG, wrong);
            } catch (Interrupted stop) {
                throw stop;
            } catch (Throwable error) { // whatever a student's code does, the other checks go on
                return unfinished(error) ? new Outcome(State.UNSOLVED, "") : new Outcome(State.FAILED, message(error));
            }
        }

        /** A stub throws this itself; the same exception out of a library, say a list's, is an error. */
        private static boolean unfinished(Throwable error) {
            var trace = error.getStackTrace();
            return error instanceof UnsupportedOperationException
                && (trace.length == 0 || LIBRARIES.stream().noneMatch(trace[0].getClassName()::startsWith));
        }

        private static String message(Throwable error) {
            if (error instanceof StackOverflowError) {
                return YOURS + "calls itself without end" + place(error);
            }
            var name = error.getClass().getSimpleName();
            if (name.equals("SPIResolutionException")) { // what a cell's method with an unknown name in it throws
                return YOURS + "uses a name that no cell has defined: run the cell again and read its message";
            }
            var said = error.getMessage() == null ? "" : ": " + error.getMessage().strip();
            return YOURS + "stopped with " + name + said + place(error);
        }

        private static String place(Throwable error) {
            return Kernel.place(error).map(place -> " (" + place + ")").orElse("");
        }
    }
}
