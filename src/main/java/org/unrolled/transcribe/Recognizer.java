package org.unrolled.transcribe;

import java.util.List;
import org.unrolled.audio.FrontEnd;
import org.unrolled.audio.Sound;
import org.unrolled.speech.Alphabet;

/** A trained network that hears speech and writes text, whatever it is made of. */
public interface Recognizer {
    /** What the network hears with. */
    FrontEnd frontEnd();

    /** What it writes with. */
    Alphabet alphabet();

    /** What was said in each of these sounds, in their order. */
    List<String> texts(List<Sound> sounds);
}
