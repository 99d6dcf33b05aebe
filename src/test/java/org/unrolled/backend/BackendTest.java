package org.unrolled.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.factory.Nd4jBackend;

/** The choice is tested with made-up cards: no test needs a graphics card. */
class BackendTest {
    private static GraphicsCard.Probe finds(GraphicsCard... cards) {
        return () -> Optional.of(List.of(cards));
    }

    @Test
    void withoutCudaOnTheClassPathNobodyAsksForCards() {
        var choice = BackendChoice.decide(false, true, () -> {
            throw new AssertionError("asked");
        });
        assertEquals(new BackendChoice(BackendChoice.Kind.ORDINARY, ""), choice);
    }

    @ParameterizedTest
    @CsvSource({"3,5,false", "3,7,true", "5,2,true", "7,5,true", "8,0,true", "8,6,true", "8,9,true", "9,0,false", "12,0,false"})
    void cudaRunsFromKeplerToAda(int major, int minor, boolean runs) {
        var card = new GraphicsCard("card", major, minor);
        assertEquals(runs, card.runsNd4j());
        var choice = BackendChoice.decide(true, true, finds(card));
        assertEquals(runs ? BackendChoice.Kind.ORDINARY : BackendChoice.Kind.CPU_INSTEAD, choice.kind());
    }

    @Test
    void aCardTooNewIsNamedInOneSentence() {
        var choice = BackendChoice.decide(true, true, finds(new GraphicsCard("NVIDIA H100 80GB HBM3", 9, 0)));
        assertEquals("NVIDIA H100 80GB HBM3 has compute capability 9.0 and ND4J's CUDA backend runs on 3.7 to 8.9,"
                + " so the processor computes.", choice.sentence());
    }

    @Test
    void noCardMeansTheProcessor() {
        var choice = BackendChoice.decide(true, true, finds());
        assertEquals(BackendChoice.Kind.CPU_INSTEAD, choice.kind());
        assertEquals("No NVIDIA graphics card was found, so the processor computes.", choice.sentence());
    }

    @Test
    void nothingThatCouldRunIsSaidWithWhatToDo() {
        var choice = BackendChoice.decide(true, false, finds());
        assertEquals(BackendChoice.Kind.NONE, choice.kind());
        assertTrue(choice.sentence().endsWith("nd4j-native is not on the class path: start without the GPU."), choice.sentence());
    }

    @Test
    void anOldDriverThatCannotTellLeavesTheChoiceToNd4j() {
        assertEquals(BackendChoice.Kind.ORDINARY, BackendChoice.decide(true, true, Optional::empty).kind());
    }

    @Test
    void readsTheDriversAnswer() {
        assertEquals(Optional.of(List.of(new GraphicsCard("NVIDIA GeForce RTX 3060", 8, 6), new GraphicsCard("Tesla K80", 3, 7))),
                GraphicsCard.parse(List.of("NVIDIA GeForce RTX 3060, 8.6", "Tesla K80, 3.7")));
        assertEquals(Optional.of(List.of()), GraphicsCard.parse(List.of()));
        assertEquals(Optional.empty(), GraphicsCard.parse(List.of("Field \"compute_cap\" is not a valid field to query.")));
    }

    @Test
    void hidesTheCudaBackendFromNd4jAndNothingElse(@TempDir Path folder) throws IOException, ClassNotFoundException {
        var service = folder.resolve(CpuOnlyLoader.SERVICE);
        Files.createDirectories(service.getParent());
        Files.writeString(service, "# CUDA\norg.nd4j.linalg.jcublas.JCublasBackend\n");
        try (var both = new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            assertEquals(2, Collections.list(both.getResources(CpuOnlyLoader.SERVICE)).size());
            var cpuOnly = new CpuOnlyLoader(both);
            var names = ServiceLoader.load(Nd4jBackend.class, cpuOnly).stream().map(provider -> provider.type().getSimpleName()).toList();
            assertEquals(List.of("CpuBackend"), names);
            assertSame(String.class, Class.forName("java.lang.String", false, cpuOnly));
            assertTrue(cpuOnly.getResources("META-INF/MANIFEST.MF").hasMoreElements());
        }
    }

    @Test
    void reportsTheMachineAndMeasuresIt() {
        var backend = Backend.current();
        assertEquals("ND4J CPU", backend.name());
        assertEquals("OpenBLAS", backend.blas());
        assertTrue(backend.threads() >= 1 && backend.memory() > backend.heap() / 64, backend.toString());
        assertFalse(backend.device().isBlank());
        assertTrue(backend.toString().startsWith("ND4J CPU on " + backend.device()), backend.toString());
        var rate = backend.gflops(256);
        assertTrue(Double.isFinite(rate) && rate > 0.1, "GFLOP/s: " + rate);
        assertThrows(IllegalArgumentException.class, () -> backend.gflops(0));
    }

    @Test
    void findsTheProcessorsName(@TempDir Path folder) throws IOException {
        var cpuinfo = Files.writeString(folder.resolve("cpuinfo"), "processor\t: 0\nmodel name\t: AMD EPYC 9654\nmodel name\t: other\n");
        assertEquals(" AMD EPYC 9654", Processor.linux(cpuinfo));
    }
}
