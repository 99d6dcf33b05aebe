package org.unrolled.notebook;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The running Java kernel, reached by name so that neither kernel is needed to compile or to test. JJava grew out of
 * IJava: the classes differ in their package, their methods are the same. The only class of ours that uses reflection.
 */
final class HostKernel implements Display {
    private record Flavour(String name, String entry, String accessor, String root) {
    }

    private static final List<Flavour> FLAVOURS = List.of(
            new Flavour("JJava", "org.dflib.jjava.jupyter.kernel.BaseKernel", "notebookKernel",
                    "org.dflib.jjava.jupyter.kernel"),
            new Flavour("IJava", "io.github.spencerpark.ijava.IJava", "getKernelInstance",
                    "io.github.spencerpark.jupyter.kernel"));
    private static HostKernel found;

    private final String name;
    private final String root;
    private final ClassLoader loader;
    private final Object kernel;
    private final Object stream;
    private final Class<?> dataType;
    private final Method put;
    private final Method setId;
    private final Method display;
    private final Method update;

    private HostKernel(Flavour flavour, Class<?> entry, Object kernel) throws ReflectiveOperationException {
        name = flavour.name();
        root = flavour.root();
        loader = entry.getClassLoader();
        this.kernel = kernel;
        dataType = loader.loadClass(root + ".display.DisplayData");
        put = dataType.getMethod("putData", String.class, Object.class);
        setId = dataType.getMethod("setDisplayId", String.class);
        var io = loader.loadClass(root + ".BaseKernel").getMethod("getIO").invoke(kernel);
        stream = io.getClass().getField("display").get(io);
        display = stream.getClass().getMethod("display", dataType);
        update = stream.getClass().getMethod("updateDisplay", dataType);
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

    /** Shows values of this type, and of its subtypes, as this bundle when a cell ends with one. */
    <T> void render(Class<T> type, Function<? super T, MimeBundle> view) {
        try {
            var renderer = loader.loadClass(root + ".BaseKernel").getMethod("getRenderer").invoke(kernel);
            var function = loader.loadClass(root + ".display.RenderFunction");
            var context = loader.loadClass(root + ".display.RenderContext").getMethod("getOutputContainer");
            var proxy = Proxy.newProxyInstance(loader, new Class<?>[] {function}, (self, method, arguments) ->
                switch (method.getName()) {
                case "render" -> {
                    fill(context.invoke(arguments[1]), view.apply(type.cast(arguments[0])));
                    yield null;
                }
                case "equals" -> self == arguments[0];
                case "hashCode" -> System.identityHashCode(self);
                default -> "renderer of " + type.getSimpleName();
            });
            var registration = renderer.getClass().getMethod("createRegistration", Class.class).invoke(renderer, type);
            var registrationType = registration.getClass();
            var types = new String[] {MimeBundle.HTML, MimeBundle.PLAIN};
            registrationType.getMethod("preferring", String[].class).invoke(registration, (Object) types);
            registrationType.getMethod("register", function).invoke(registration, proxy);
        } catch (ReflectiveOperationException e) {
            throw unsupported(e);
        }
    }

    @Override
    public void show(MimeBundle content) {
        send(display, null, content);
    }

    @Override
    public void open(String id, MimeBundle content) {
        send(display, id, content);
    }

    @Override
    public void update(String id, MimeBundle content) {
        send(update, id, content);
    }

    @Override
    public boolean updatesInPlace() {
        return true;
    }

    private void send(Method method, String id, MimeBundle content) {
        DisplayThread.call(() -> {
            try {
                var data = fill(dataType.getConstructor().newInstance(), content);
                if (id != null) {
                    setId.invoke(data, id);
                }
                return method.invoke(stream, data);
            } catch (ReflectiveOperationException e) {
                throw unsupported(e);
            }
        });
    }

    private Object fill(Object data, MimeBundle content) throws ReflectiveOperationException {
        for (var entry : content.data().entrySet()) {
            put.invoke(data, entry.getKey(), entry.getValue());
        }
        return data;
    }

    private IllegalStateException unsupported(ReflectiveOperationException e) {
        var cause = e instanceof InvocationTargetException wrapped ? wrapped.getCause() : e;
        return new IllegalStateException("the " + name + " kernel didn't take something to show (" + cause
                + "): this course knows JJava 1.0 and IJava 1.3 to 1.4", cause);
    }
}
