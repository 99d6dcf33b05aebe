package org.unrolled.bilingual;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unrolled.bilingual.FrenchVerb.Form;

class EnglishAndFrenchFormsTest {
    private static final Map<String, List<String>> IRREGULAR = Map.of(
            "être", List.of("suis", "es", "est", "sommes", "sont", "été", "ser"),
            "prendre", List.of("prends", "prends", "prend", "prenons", "prennent", "pris", "prendr"),
            "voir", List.of("vois", "vois", "voit", "voyons", "voient", "vu", "verr"),
            "devoir", List.of("dois", "dois", "doit", "devons", "doivent", "dû", "devr"));

    @ParameterizedTest
    @CsvSource({"dog,dogs", "box,boxes", "city,cities", "boy,boys", "church,churches", "tomato,tomatoes", "zoo,zoos",
        "child children,children", "girl girls f,girls"})
    void englishNounsHaveAPlural(String entry, String plural) {
        assertEquals(plural, EnglishNoun.parse(entry).form(true));
    }

    @ParameterizedTest
    @CsvSource({"work,works,working,worked,worked", "try,tries,trying,tried,tried", "dance,dances,dancing,danced,danced",
        "run ran run,runs,running,ran,run", "lie lay lain,lies,lying,lay,lain", "see saw seen,sees,seeing,saw,seen",
        "begin began begun,begins,beginning,began,begun", "wash,washes,washing,washed,washed", "go went gone,goes,going,went,gone",
        "visit,visits,visiting,visited,visited", "play,plays,playing,played,played", "have had had,has,having,had,had"})
    void englishVerbsAreConjugated(String entry, String third, String progressive, String past, String participle) {
        var verb = EnglishVerb.parse(entry);
        assertEquals(List.of(third, progressive, past, participle),
                List.of(verb.thirdPerson(), verb.progressive(), verb.past(), verb.participle()));
    }

    @ParameterizedTest
    @CsvSource({"old,older,oldest", "lazy,lazier,laziest", "brave,braver,bravest", "famous,more famous,most famous",
        "tired,more tired,most tired", "good better best,better,best"})
    void englishAdjectivesHaveDegrees(String entry, String comparative, String superlative) {
        var adjective = EnglishAdjective.parse(entry);
        assertEquals(List.of(comparative, superlative),
                List.of(adjective.form(Degree.COMPARATIVE), adjective.form(Degree.SUPERLATIVE)));
    }

    @ParameterizedTest
    @CsvSource({"apple,an", "book,a", "university,a", "uncle,an", "old,an"})
    void theEnglishArticleFollowsTheSound(String next, String article) {
        assertEquals(article, EnglishNouns.article(next));
    }

    @ParameterizedTest
    @CsvSource({"chien m,chiens", "cheval m,chevaux", "gâteau m,gâteaux", "souris f,souris", "nez m,nez", "feu m,feux",
        "!hibou m hiboux,!hiboux"})
    void frenchNounsHaveAPlural(String entry, String plural) {
        assertEquals(plural, FrenchNoun.parse(entry).form(true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // entry      | je         | nous         | ils         | il, imperfect | il, future    | participle
        "parler       | parle      | parlons      | parlent     | parlait       | parlera       | parlé",
        "manger       | mange      | mangeons     | mangent     | mangeait      | mangera       | mangé",
        "commencer ~à | commence   | commençons   | commencent  | commençait    | commencera    | commencé",
        "acheter      | achète     | achetons     | achètent    | achetait      | achètera      | acheté",
        "appeler      | appelle    | appelons     | appellent   | appelait      | appellera     | appelé",
        "jeter        | jette      | jetons       | jettent     | jetait        | jettera       | jeté",
        "espérer      | espère     | espérons     | espèrent    | espérait      | espérera      | espéré",
        "se dépêcher  | dépêche    | dépêchons    | dépêchent   | dépêchait     | dépêchera     | dépêché",
        "nettoyer     | nettoie    | nettoyons    | nettoient   | nettoyait     | nettoiera     | nettoyé",
        "envoyer      | envoie     | envoyons     | envoient    | envoyait      | enverra       | envoyé",
        "étudier      | étudie     | étudions     | étudient    | étudiait      | étudiera      | étudié",
        "finir        | finis      | finissons    | finissent   | finissait     | finira        | fini",
        "vendre       | vends      | vendons      | vendent     | vendait       | vendra        | vendu",
        "comprendre   | comprends  | comprenons   | comprennent | comprenait    | comprendra    | compris",
        "voir         | vois       | voyons       | voient      | voyait        | verra         | vu",
        "être         | suis       | sommes       | sont        | était         | sera          | été",
    })
    void frenchVerbsAreConjugated(String entry, String je, String nous, String ils, String imperfect, String future,
                                  String participle) {
        var verb = FrenchVerb.parse(entry, IRREGULAR);
        assertEquals(List.of(je, nous, ils, imperfect, future, participle), List.of(verb.form(Form.PRESENT, 0),
                verb.form(Form.PRESENT, 3), verb.form(Form.PRESENT, 4), verb.form(Form.IMPERFECT, 2), verb.form(Form.FUTURE, 2),
                verb.participle()));
    }

    @ParameterizedTest
    @CsvSource({"vieux vieille before,vieil,vieille,vieux,vieilles", "beau belle before,bel,belle,beaux,belles",
        "vert verte,vert,verte,verts,vertes", "rouge,rouge,rouge,rouges,rouges", "gris grise,gris,grise,gris,grises"})
    void frenchAdjectivesAgree(String entry, String beforeVowel, String feminine, String plural, String feminines) {
        var adjective = FrenchAdjective.parse(entry);
        assertEquals(List.of(beforeVowel, feminine, plural, feminines), List.of(adjective.form(Gender.MASCULINE, false, true),
                adjective.form(Gender.FEMININE, false, true), adjective.form(Gender.MASCULINE, true, false),
                adjective.form(Gender.FEMININE, true, false)));
    }
}
