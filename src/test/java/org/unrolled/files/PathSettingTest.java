package org.unrolled.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisabledOnOs(OS.WINDOWS)
class PathSettingTest {
    private static final Map<String, String> ADA = Map.of("HOME", "/home/ada");

    @ParameterizedTest
    @CsvSource({"~,/home/ada", "~/data,/home/ada/data", "~//data,/home/ada/data", "~/,/home/ada", "./~,./~", "a/~/b,a/~/b",
            "/data/x~,/data/x~", "data,data"})
    void aTildeAtTheBeginIsTheHome(String setting, Path path) {
        assertEquals(path, PathSetting.of("UNROLLED_DATA", setting, ADA));
    }

    @Test
    void anotherUsersHomeIsNotGuessed() {
        var error = assertThrows(IllegalArgumentException.class, () -> PathSetting.of("UNROLLED_DATA", "~bob/data", ADA));
        assertTrue(error.getMessage().startsWith("UNROLLED_DATA is '~bob/data': another user's home"), error.getMessage());
    }

    @Test
    void homeIsTheEnvironmentsElseTheSystems() {
        assertEquals(Path.of("/home/ada"), PathSetting.home(ADA));
        assertEquals(Path.of(System.getProperty("user.home")), PathSetting.home(Map.of()));
        assertEquals(Path.of(System.getProperty("user.home")), PathSetting.home(Map.of("HOME", "")));
    }

    @Test
    void whatIsNoPathIsNamed() {
        var error = assertThrows(IllegalArgumentException.class, () -> PathSetting.of("UNROLLED_DATA", "a\0b", ADA));
        assertTrue(error.getMessage().startsWith("UNROLLED_DATA is 'a\0b', which is no path here ("), error.getMessage());
    }

    @Test
    void aLanguageWithoutUtf8IsToldWithItsRemedy() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(List.of(java, "-cp", System.getProperty("java.class.path"), Ask.class.getName()))
            .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG") || name.endsWith("_OPTIONS"));
        builder.environment().put("LC_ALL", "C");
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        // macOS writes file names in UTF-8 whatever the language is.
        assertTrue(said.contains("set LC_ALL=C.UTF-8, or another language with UTF-8, and start Java again") || said.startsWith("fine"), said);
        assertTrue(said.startsWith(System.getProperty("os.name").equals("Linux") ? "UNROLLED_DATA is '/tmp/" : ""), said);
    }

    /** What a program says when it is given a folder that is not written in ASCII. */
    static final class Ask {
        public static void main(String[] arguments) {
            try {
                System.out.println("fine, " + PathSetting.of("UNROLLED_DATA", "/tmp/d\u00e9j\u00e0", ADA));
            } catch (IllegalArgumentException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
