package org.unrolled.course;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How an exercise stands: one entry for each check, in their order. */
public record ExerciseResult(String title, List<Check> checks) {
    public ExerciseResult {
        checks = List.copyOf(checks);
    }

    /** The outcome of a check, or of an exercise. */
    public enum State {
        PASSED("✓"),
        /** The code ran and its answer is not the expected one. */
        WRONG("✗"),
        /** The code threw an error. */
        FAILED("✗"),
        /** There is no answer yet. */
        UNSOLVED("○");

        private final String sign;

        State(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One check.
     *
     * @param what what was checked
     * @param message what is wrong, without the answer; empty where there is nothing to say
     * @param hint the author's hint; may be empty
     */
    public record Check(String what, State state, String message, String hint) {
        /** What a student is shown beside the check. The hint is about a wrong answer, not about code that stops with an error. */
        String advice() {
            return switch (state) {
                case PASSED -> "";
                case UNSOLVED -> "not solved yet";
                case FAILED -> message;
                case WRONG -> hint.isEmpty() ? message.isEmpty() ? "not right yet" : message
                    : message.isEmpty() ? hint : message + ". Hint: " + hint;
            };
        }
    }

    /** The number of checks that passed. */
    public int passed() {
        return (int) checks.stream().filter(c -> c.state() == State.PASSED).count();
    }

    /** Whether all checks passed. */
    public boolean solved() {
        return passed() == checks.size();
    }

    /** Whether no check found an answer. */
    public boolean unsolved() {
        return checks.stream().allMatch(c -> c.state() == State.UNSOLVED);
    }

    String summary() {
        return solved() ? "solved" : unsolved() ? "not solved yet" : passed() + " of " + checks.size() + " passed";
    }

    /** For the results file: what a grader needs, and nothing of the answer. */
    Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("title", title);
        json.put("passed", passed());
        json.put("of", checks.size());
        json.put("solved", solved());
        json.put("checks", checks.stream().map(check -> {
            var entry = new LinkedHashMap<String, Object>();
            entry.put("what", check.what());
            entry.put("state", check.state().word());
            entry.put("message", check.message());
            return entry;
        }).toList());
        return json;
    }
}
