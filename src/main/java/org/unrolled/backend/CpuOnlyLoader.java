package org.unrolled.backend;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;

/**
 * Lets ND4J see everything but its CUDA backend. ND4J takes priorities of backends from the environment alone, which a
 * running program can't change; its class loader can be set.
 */
final class CpuOnlyLoader extends ClassLoader {
    static final String SERVICE = "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend";

    CpuOnlyLoader(ClassLoader parent) {
        super(parent);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        var found = super.getResources(name);
        if (!name.equals(SERVICE)) {
            return found;
        }
        var kept = new ArrayList<URL>();
        for (var url : Collections.list(found)) {
            try (var in = url.openStream()) {
                if (!new String(in.readAllBytes(), StandardCharsets.UTF_8).contains("jcublas")) {
                    kept.add(url);
                }
            }
        }
        return Collections.enumeration(kept);
    }
}
