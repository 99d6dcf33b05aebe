package org.unrolled.notebook;

import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import jdk.jshell.JShell;

/**
 * The running Java kernel, reached by name so that neither kernel is needed to compile or to test. JJava grew out of
 * IJava: the classes differ in their package, their methods are the same but for a few.
 */
final class HostKernel implements Display, CellOutput.Sink {
    private record Flavour(String name, String entry, String accessor, String root) {
    }

    private static final List<Flavour> FLAVOURS = List.of(
            new Flavour("JJava", "org.dflib.jjava.jupyter.kernel.BaseKernel", "notebookKernel", "org.dflib.jjava.jupyter"),
            new Flavour("IJava", "io.github.spencerpark.ijava.IJava", "getKernelInstance", "io.github.spencerpark.jupyter"));
    private static HostKernel found;

    private final String name;
    private final String root;
    private final ClassLoader loader;
    private final Object kernel;
    private final Object io;
    private final PrintStream consoleOut = System.out;
    private final PrintStream consoleErr = System.err;
    private final CellOutput output = new CellOutput(this);
    private final AtomicLong sent = new AtomicLong();
    private Object connection;
    private volatile Object latestCell;
    private volatile CellLines cellLines;

    private HostKernel(Flavour flavour, Class<?> entry, Object kernel) throws ReflectiveOperationException {
        name = flavour.name();
        root = flavour.root();
        loader = entry.getClassLoader();
        this.kernel = kernel;
        io = Reflection.call(kernel, "getIO");
    }

    /** The kernel that runs this program; looked for until one is found, since it may start after our classes load. */
    static synchronized Optional<HostKernel> running() {
        if (found == null) {
            for (var flavour : FLAVOURS) {
                found = found == null ? find(flavour) : found;
            }
        }
        return Optional.ofNullable(found);
    }

    private static HostKernel find(Flavour flavour) {
        try {
            var entry = Class.forName(flavour.entry(), true, ClassLoader.getSystemClassLoader());
            var kernel = entry.getMethod(flavour.accessor()).invoke(null);
            return kernel == null ? null : new HostKernel(flavour, entry, kernel);
        } catch (ReflectiveOperationException | LinkageError absent) {
            return null;
        }
    }

    String name() {
        return name;
    }

    /** The cell and the line in which an error arose. */
    Optional<String> place(Throwable error) {
        return Optional.ofNullable(cellLines).flatMap(lines -> lines.place(error));
    }

    /** Shows values of this type, and of its subtypes, as this bundle when a cell ends with one; null: as their text. */
    <T> void render(Class<T> type, Function<? super T, MimeBundle> view) {
        reach(() -> {
            var registration = Reflection.call(Reflection.call(kernel, "getRenderer"), "createRegistration", type);
            Reflection.call(registration, "preferring", (Object) new String[] {MimeBundle.HTML, MimeBundle.PLAIN});
            return Reflection.call(registration, "register", proxy("kernel.display.RenderFunction", arguments -> {
                var bundle = view.apply(type.cast(arguments[0]));
                return bundle == null ? null : fill(Reflection.call(arguments[1], "getOutputContainer"), bundle);
            }));
        });
    }

    /**
     * Takes over how cells run: what they print is gathered, what an abandoned cell shows still finds its place, errors
     * name the cell and the line, an unknown name gets a hint, and signatures show with the cursor behind a name.
     *
     * @param imports for all cells
     */
    void attend(List<String> imports) {
        reach(() -> {
            var evaluator = Reflection.get(kernel, "evaluator");
            var jjava = name.equals("JJava");
            var shell = (JShell) (jjava ? Reflection.call(kernel, "getJShell") : Reflection.call(evaluator, "getShell"));
            var control = jjava ? Reflection.get(evaluator, "execControl")
                    : Reflection.call(Reflection.get(evaluator, "executionControlProvider"), "getRegisteredControlByID",
                            Reflection.get(evaluator, "executionControlID"));
            var lines = new CellLines(shell);
            cellLines = lines;
            var threads = (ThreadFactory) Reflection.call(Reflection.get(control, "executor"), "getThreadFactory");
            Reflection.set(control, "executor", new CellThreads(threads, () -> begin(shell, lines), output::flush, lines::name));
            shell.onSnippetEvent(event -> {
                begin(shell, lines);
                MissingNames.hint(shell, event).ifPresent(hint -> show(MimeBundle.text(hint)));
            });
            imports.forEach(each -> shell.eval("import " + each + ";"));
            Reflection.set(io, "out", output.out());
            Reflection.set(io, "err", output.err());
            // The kernel puts its streams in place for the time of a cell: these stay for what an abandoned one prints later.
            System.setOut(output.out());
            System.setErr(output.err());
            return null;
        });
    }

    /** A step of a cell is about to run, or has run: the cell. */
    private Object begin(JShell shell, CellLines lines) {
        return reach(() -> {
            var cell = cell();
            if (cell != null) {
                if (cell != latestCell) {
                    latestCell = cell;
                    signaturesBehindNames(shell, cell);
                    // Runs after the cell's result or error is sent, for what was printed by none of its own threads.
                    Reflection.call(cell, "defer", (Runnable) output::flush);
                }
                var number = ((Number) Reflection.get(kernel, "executionCount")).intValue() - 1;
                lines.see(number, (String) Reflection.call(request(Reflection.call(cell, "getContext")), "getCode"));
            }
            return cell;
        });
    }

    private static Object request(Object message) throws ReflectiveOperationException {
        return Reflection.call(message, "getContent");
    }

    /**
     * The kernels take the cursor for the place of a character, so that a cursor behind a name points at what follows. Set here, because the way to the channels is open only while a cell runs.
     */
    private void signaturesBehindNames(JShell shell, Object cell) throws ReflectiveOperationException {
        if (connection != null) {
            return;
        }
        connection = Reflection.get(Reflection.call(cell, "getShell"), "connection");
        var type = loader.loadClass(root + ".messages.MessageType").getField("INSPECT_REQUEST").get(null);
        var handler = Reflection.call(connection, "getHandler", type);
        Reflection.call(connection, "setHandler", type, proxy("channels.ShellHandler", arguments -> {
            var request = request(arguments[1]);
            var code = (String) Reflection.call(request, "getCode");
            var cursor = (int) Reflection.call(request, "getCursorPos");
            var end = endOfName(code, cursor);
            if (end > 0) {
                Reflection.set(request, "cursorPos", end - 1);
                // Java knows the signatures of a method from its opening bracket on.
                if (shell.sourceCodeAnalysis().documentation(code, end, false).isEmpty()) {
                    Reflection.set(request, "code", code.substring(0, end) + "(");
                }
            }
            return Reflection.call(handler, "handle", arguments);
        }));
    }

    /** Where the name ends that the cursor stands in or behind; 0 for none. */
    private static int endOfName(String code, int cursor) {
        var end = Math.min(cursor, code.length());
        while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
            end++;
        }
        return end > 0 && Character.isJavaIdentifierPart(code.charAt(end - 1)) ? end : 0;
    }

    /** The reply environment of the cell that this thread belongs to: of the one that runs, or ran last, for a thread of none. */
    @Override
    public Object cell() {
        var own = CellThreads.cell();
        if (own != null) {
            return own;
        }
        return reach(() -> {
            var running = Reflection.get(Reflection.get(io, "display"), "env");
            return running == null ? latestCell : running;
        });
    }

    @Override
    public void print(Object cell, boolean error, String text) {
        if (cell == null) {
            (error ? consoleErr : consoleOut).print(text);
            return;
        }
        reach(() -> {
            var kind = loader.loadClass(root + ".messages.publish.PublishStream$StreamType").getField(error ? "ERR" : "OUT");
            return publish(cell, "PublishStream", kind.get(null), text);
        });
    }

    @Override
    public void show(MimeBundle content) {
        send("PublishDisplayData", null, content);
    }

    @Override
    public void open(String id, MimeBundle content) {
        send("PublishDisplayData", id, content);
    }

    @Override
    public void update(String id, MimeBundle content) {
        send("PublishUpdateDisplayData", id, content);
    }

    @Override
    public boolean updatesInPlace() {
        return true;
    }

    private void send(String message, String id, MimeBundle content) {
        var cell = cell();
        if (cell == null) {
            return;
        }
        output.flush();
        DisplayThread.call(() -> reach(() -> {
            var data = fill(Reflection.make(loader.loadClass(root + ".kernel.display.DisplayData")), content);
            if (id != null) {
                Reflection.call(data, "setDisplayId", id);
            }
            return publish(cell, message, data);
        }));
    }

    /**
     * Sends to the cell that something belongs to, past the kernel's own streams, which forget a cell that was
     * interrupted. Messages are counted, so that a reader can tell when one was lost.
     */
    private synchronized Object publish(Object cell, String type, Object... parts) throws ReflectiveOperationException {
        var content = Reflection.make(loader.loadClass(root + ".messages.publish." + type), parts);
        var count = Map.of("unrolled_message", sent.incrementAndGet());
        var message = Reflection.make(loader.loadClass(root + ".messages.Message"), Reflection.call(cell, "getContext"),
                Reflection.call(content, "getType"), content, null, count);
        return Reflection.call(Reflection.call(cell, "getIopub"), "sendMessage", message);
    }

    private static Object fill(Object data, MimeBundle content) throws ReflectiveOperationException {
        for (var entry : content.data().entrySet()) {
            Reflection.call(data, "putData", entry.getKey(), entry.getValue());
        }
        return data;
    }

    private interface Call<A, T> {
        T with(A arguments) throws ReflectiveOperationException;
    }

    private interface Work<T> {
        T run() throws ReflectiveOperationException;
    }

    /** One of the kernel's own interfaces with one method. */
    private Object proxy(String type, Call<Object[], Object> body) throws ReflectiveOperationException {
        return Proxy.newProxyInstance(loader, new Class<?>[] {loader.loadClass(root + "." + type)}, (self, method, arguments) ->
            switch (method.getName()) {
            case "equals" -> self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            case "toString" -> "the course's " + type;
            default -> {
                body.with(arguments);
                yield null;
            }
        });
    }

    private <T> T reach(Work<T> work) {
        try {
            return work.run();
        } catch (ReflectiveOperationException e) {
            var cause = e instanceof InvocationTargetException wrapped ? wrapped.getCause() : e;
            throw new IllegalStateException("the " + name + " kernel is not as this course knows it (" + cause
                    + "): it knows JJava 1.0 and IJava 1.3 to 1.4", cause);
        }
    }
}
