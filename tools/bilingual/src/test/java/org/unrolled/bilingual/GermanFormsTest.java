package org.unrolled.bilingual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GermanFormsTest {
    private static final Agreement ICH = new Agreement(1, false, Gender.MASCULINE);
    private static final Agreement DU = new Agreement(2, false, Gender.MASCULINE);
    private static final Agreement ER = new Agreement(3, false, Gender.MASCULINE);
    private static final Agreement WIR = new Agreement(1, true, Gender.MASCULINE);
    private static final Map<String, List<String>> IRREGULAR = Map.of("sein", List.of("bin", "bist", "ist", "sind"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // entry          | accusative | dative    | genitive   | plural     | dative plural
        "Hund m e         | Hund       | Hund      | Hundes     | Hunde      | Hunden",
        "Mann m \"er      | Mann       | Mann      | Mannes     | Männer     | Männern",
        "Frau f en        | Frau       | Frau      | Frau       | Frauen     | Frauen",
        "Apfel m \"-      | Apfel      | Apfel     | Apfels     | Äpfel      | Äpfeln",
        "Haus n \"er      | Haus       | Haus      | Hauses     | Häuser     | Häusern",
        "Junge m =n       | Jungen     | Jungen    | Jungen     | Jungen     | Jungen",
        "Student m =en    | Studenten  | Studenten | Studenten  | Studenten  | Studenten",
        "Auto n s         | Auto       | Auto      | Autos      | Autos      | Autos",
        "Königin f nen    | Königin    | Königin   | Königin    | Königinnen | Königinnen",
        "Museum n :Museen | Museum     | Museum    | Museums    | Museen     | Museen",
        "Feuer n -        | Feuer      | Feuer     | Feuers     | Feuer      | Feuern",
        "Arzt m \"e       | Arzt       | Arzt      | Arztes     | Ärzte      | Ärzten",
        "Fluss m \"e      | Fluss      | Fluss     | Flusses    | Flüsse     | Flüssen",
        "See m n          | See        | See       | Sees       | Seen       | Seen",
        "Chef m s         | Chef       | Chef      | Chefs      | Chefs      | Chefs",
    })
    void nounsAreDeclined(String entry, String accusative, String dative, String genitive, String plural, String dativePlural) {
        var noun = GermanNoun.parse(entry);
        assertEquals(List.of(accusative, dative, genitive, plural, dativePlural), List.of(noun.form(Case.ACCUSATIVE, false),
                noun.form(Case.DATIVE, false), noun.form(Case.GENITIVE, false), noun.form(Case.NOMINATIVE, true),
                noun.form(Case.DATIVE, true)));
    }

    @Test
    void theLastPartOfACompoundDeclinesIt() {
        var compound = GermanNoun.parse("Schrank m \"e").behind("Küchen");
        assertEquals("Küchenschrank", compound.form(Case.NOMINATIVE, false));
        assertEquals("Küchenschränken", compound.form(Case.DATIVE, true));
        assertEquals(Gender.MASCULINE, compound.gender());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // entry                               | ich        | du          | er          | er, past | wir, past | participle
        "kaufen                                | kaufe      | kaufst      | kauft       | kaufte   | kauften   | gekauft",
        "arbeiten                              | arbeite    | arbeitest   | arbeitet    | arbeitete | arbeiteten | gearbeitet",
        "öffnen                                | öffne      | öffnest     | öffnet      | öffnete  | öffneten  | geöffnet",
        "zeichnen                              | zeichne    | zeichnest   | zeichnet    | zeichnete | zeichneten | gezeichnet",
        "wohnen                                | wohne      | wohnst      | wohnt       | wohnte   | wohnten   | gewohnt",
        "lernen                                | lerne      | lernst      | lernt       | lernte   | lernten   | gelernt",
        "tanzen                                | tanze      | tanzt       | tanzt       | tanzte   | tanzten   | getanzt",
        "lächeln                               | lächle     | lächelst    | lächelt     | lächelte | lächelten | gelächelt",
        "wandern                               | wandere    | wanderst    | wandert     | wanderte | wanderten | gewandert",
        "verkaufen                             | verkaufe   | verkaufst   | verkauft    | verkaufte | verkauften | verkauft",
        "reparieren                            | repariere  | reparierst  | repariert   | reparierte | reparierten | repariert",
        "singen - sang gesungen                | singe      | singst      | singt       | sang     | sangen    | gesungen",
        "lesen liest las gelesen               | lese       | liest       | liest       | las      | lasen     | gelesen",
        "helfen hilft half geholfen            | helfe      | hilfst      | hilft       | half     | halfen    | geholfen",
        "finden - fand gefunden                | finde      | findest     | findet      | fand     | fanden    | gefunden",
        "halten hält hielt gehalten            | halte      | hältst      | hält        | hielt    | hielten   | gehalten",
        "bringen - brachte gebracht            | bringe     | bringst     | bringt      | brachte  | brachten  | gebracht",
        "sein - war gewesen sein               | bin        | bist        | ist         | war      | waren     | gewesen",
        "ein-kaufen                            | kaufe      | kaufst      | kauft       | kaufte   | kauften   | eingekauft",
        "vor-bereiten                          | bereite    | bereitest   | bereitet    | bereitete | bereiteten | vorbereitet",
        "ein-laden lädt lud geladen            | lade       | lädst       | lädt        | lud      | luden     | eingeladen",
        "an-fangen fängt fing gefangen         | fange      | fängst      | fängt       | fing     | fingen    | angefangen",
    })
    void verbsAreConjugated(String entry, String ich, String du, String er, String past, String pasts, String participle) {
        var verb = GermanVerb.parse(entry, IRREGULAR);
        assertEquals(List.of(ich, du, er, past, pasts, participle), List.of(verb.finite(ICH, false), verb.finite(DU, false),
                verb.finite(ER, false), verb.finite(ER, true), verb.finite(WIR, true), verb.participle()));
        assertEquals(verb.infinitive(), verb.infinitive().equals("sein") ? "sein" : verb.finite(WIR, false));
    }

    @Test
    void anEntryTellsWhatGoesWithTheVerb() {
        var remember = GermanVerb.parse("sich erinnern ~an:acc", IRREGULAR);
        assertEquals(List.of(true, "an", Case.ACCUSATIVE, "erinnert"),
                List.of(remember.reflexive(), remember.preposition(), remember.object(), remember.participle()));
        var get = GermanVerb.parse("auf-stehen - stand gestanden sein", IRREGULAR);
        assertEquals(List.of("auf", "aufstehen", true), List.of(get.prefix(), get.wholeInfinitive(), get.sein()));
    }

    @ParameterizedTest
    @CsvSource({"klein,kleinen,kleineren,kleinsten", "alt älter ältest,alten,älteren,ältesten", "dunkel,dunklen,dunkleren,dunkelsten",
        "teuer,teuren,teureren,teuersten", "müde,müden,müderen,müdesten", "frisch,frischen,frischeren,frischesten",
        "wütend,wütenden,wütenderen,wütendsten", "gut besser best,guten,besseren,besten", "sauber,sauberen,saubereren,saubersten"})
    void adjectivesHaveDegrees(String entry, String positive, String comparative, String superlative) {
        var adjective = GermanAdjective.parse(entry);
        assertEquals(List.of(positive, comparative, superlative), List.of(adjective.attribute(Degree.POSITIVE, "en"),
                adjective.attribute(Degree.COMPARATIVE, "en"), adjective.attribute(Degree.SUPERLATIVE, "en")));
    }

    @Test
    void aBadLineOfTheLexiconIsNamed() {
        var error = assertThrows(IllegalArgumentException.class, () -> new Lexicon("[nouns]\nperson | dog | Hund x e | chien m"));
        assertEquals("line 2 of [nouns] person | dog | Hund x e | chien m: gender 'x', expected m, f or n", error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Lexicon("[numbers]\none | eins | un"));
    }
}
