package org.unrolled.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import jdk.jshell.JShell;
import jdk.jshell.Snippet.Status;
import org.junit.jupiter.api.Test;
import org.unrolled.course.Notebook;

/** What the kernel imports at its start, in a bare shell of Java's own. */
class ImportsTest {
    private static final List<String> NAMES = List.of("List", "Function", "IntStream", "Path", "INDArray", "Nd4j", "DataType",
            "NDArrayIndex", "Transforms", "DataSet", "MultiDataSet", "Activation", "LossFunctions", "Adam", "InputType",
            "NeuralNetConfiguration", "MultiLayerNetwork", "ComputationGraph", "Table", "XYChart", "Course", "Figures",
            "Kernel", "Show", "Progress", "LiveChart", "Moving", "TrainingView", "Plots", "Trainer", "Vocabulary", "Dataset", "Sound",
            "Recording", "WavFile", "SpeechFeatures", "Window", "Stft", "Resampler", "Augmentation", "GriffinLim", "SoundPlots",
            "Alphabet", "Utterance", "Lexicon", "PrefixBeamSearch", "SpeechRecognizer", "Transcript", "ErrorRate");

    @Test
    void everyImportIsValidAndTheNamesOfTheNotebooksAreUnambiguous() {
        try (var shell = JShell.builder().executionEngine("local").build()) {
            shell.addToClasspath(System.getProperty("java.class.path"));
            for (var each : Kernel.IMPORTS) {
                assertEquals(Status.VALID, shell.eval("import " + each + ";").get(0).status(), each);
            }
            for (var name : NAMES) {
                assertEquals(Status.VALID, shell.eval(name + " of" + name + " = null;").get(0).status(), name);
            }
            assertEquals(Status.VALID, shell.eval("require(true, \"\");").get(0).status());
        }
    }

    @Test
    void numbersAreSaidWithAPointInEveryCountry() {
        var before = Locale.getDefault();
        var out = System.out;
        var said = new java.io.ByteArrayOutputStream();
        try {
            Locale.setDefault(Locale.GERMANY);
            System.setOut(new java.io.PrintStream(said, true));
            Notebook.say("%.2f", 1.5);
        } finally {
            Locale.setDefault(before);
            System.setOut(out);
        }
        assertEquals("1.50", said.toString().strip());
    }
}
