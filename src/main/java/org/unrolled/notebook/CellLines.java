package org.unrolled.notebook;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import org.apache.commons.lang3.StringUtils;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** Names the cell and the line in the stack traces of errors: to Java a cell is a row of nameless snippets. */
final class CellLines {
    private record Place(int cell, int line) {
    }

    private static final String CELL = "cell[";
    private static final Pattern SNIPPET_CLASS = Pattern.compile("(REPL\\.\\$JShell\\$\\d+[A-Z]*)(?:\\$(.*))?");
    private static final Pattern GENERATED_METHOD = Pattern.compile("do_it\\$|lambda\\$(do_it\\$)?.*|<clinit>");

    private final JShell shell;
    private final Map<Snippet, Place> places = new HashMap<>();
    private int cell;
    private int searched;

    CellLines(JShell shell) {
        this.shell = shell;
    }

    /** Takes the snippets that are new for those of this cell. @param code the whole cell @param cell its number */
    synchronized void see(int cell, String code) {
        if (cell != this.cell) {
            this.cell = cell;
            searched = 0;
        }
        shell.snippets().filter(snippet -> !places.containsKey(snippet)).forEach(snippet -> {
            var source = snippet.source().strip();
            var at = code.indexOf(source, searched);
            places.put(snippet, new Place(cell, at < 0 ? 0 : line(code, at)));
            searched = at < 0 ? searched : at + source.length();
        });
    }

    /** Writes {@code cell[5].method(line 7)} into the stack trace of an error and of its causes. */
    synchronized void name(Throwable error) {
        ExceptionUtils.forEach(error, each -> each.setStackTrace(named(each.getStackTrace())));
    }

    /** {@code cell 5, line 7}: the innermost frame that is a cell's. */
    Optional<String> place(Throwable error) {
        name(error);
        return Arrays.stream(error.getStackTrace()).filter(frame -> frame.getClassName().startsWith(CELL)).findFirst()
                .map(frame -> "cell " + frame.getClassName().replaceAll("\\D", "") + ", " + frame.getFileName());
    }

    private StackTraceElement[] named(StackTraceElement[] trace) {
        var result = new ArrayList<StackTraceElement>();
        var last = 0;
        for (var frame : trace) {
            var match = SNIPPET_CLASS.matcher(frame.getClassName());
            var named = match.matches() ? named(frame, match.group(1), match.group(2)) : null;
            result.add(named == null ? frame : named);
            last = named == null ? last : result.size();
        }
        // What lies below the cell is the kernel's.
        return result.subList(0, last == 0 ? result.size() : last).toArray(StackTraceElement[]::new);
    }

    private StackTraceElement named(StackTraceElement frame, String wrapperClass, String inner) {
        for (var entry : places.entrySet()) {
            var wrapper = shell.sourceCodeAnalysis().wrapper(entry.getKey());
            if (wrapper.fullClassName().equals(wrapperClass)) {
                var place = entry.getValue();
                var generated = GENERATED_METHOD.matcher(frame.getMethodName()).matches();
                var method = (inner == null ? "" : inner.replace('$', '.') + ".") + (generated ? "code" : frame.getMethodName());
                var where = "line unknown";
                if (place.line() > 0) {
                    var wrapped = wrapper.wrapped();
                    var position = wrapper.wrappedToSourcePosition(endOfLine(wrapped, frame.getLineNumber()));
                    var source = entry.getKey().source();
                    var within = Math.max(0, Math.min(position, source.stripTrailing().length()));
                    var leading = source.length() - source.stripLeading().length();
                    where = "line " + (place.line() + line(source, within) - line(source, leading));
                }
                return new StackTraceElement(CELL + place.cell() + "]", method, where, -1);
            }
        }
        return null;
    }

    private static int endOfLine(String text, int line) {
        var end = line < 1 ? 0 : StringUtils.ordinalIndexOf(text, "\n", line);
        return Math.max(0, (end < 0 ? text.length() : end) - 1);
    }

    /** The number, from 1, of the line of this position. */
    private static int line(String text, int position) {
        return 1 + StringUtils.countMatches(text.substring(0, position), '\n');
    }
}
