"""Write the stored cases that the tests of the translation metrics compare with.

    pip install sacrebleu==2.6.0 nltk==3.10.4
    python src/test/cases/translation_metric_cases.py src/test/resources/metrics

bleu.json and chrf.json hold sentences of many kinds with sacreBLEU's scores in many settings, bootstrap.json two systems on
one test set with what sacreBLEU's command prints of them (`--paired-bs`) and the samples that it draws,
alignments.json links between words with the error rates of NLTK. Settings are listed once; each case has a row of numbers
for each of them, in their order.
"""
import argparse
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import numpy
from nltk.metrics import precision, recall
from nltk.translate.metrics import alignment_error_rate
from sacrebleu.metrics import BLEU, CHRF

# Our own sentences; each entry is hypothesis, references.
SENTENCES = {
    "everyday": [
        ("a dog runs across the green lawn .", ["a dog is running over the green lawn ."]),
        ("two men sit on the bench and talk .", ["two men are sitting on a bench talking ."]),
        ("the girl in the red coat is reading a book .", ["a girl in a red coat reads a book ."])],
    "identical": [
        ("The cat sat on the mat, didn't it?", ["The cat sat on the mat, didn't it?"]),
        ("Yes.", ["Yes."])],
    "no overlap": [("alpha beta gamma delta epsilon", ["one two three four five"])],
    "one letter in common": [("abcdefg", ["xaz"])],
    "one word": [("house", ["house"])],
    "one word of two": [("house", ["the house"])],
    "two words": [("the house", ["the house"])],
    "three words, two right": [("the old house", ["the old barn"])],
    "unigrams only": [("b a d c f e", ["a b c d e f"])],
    "too long": [("the the the the the the the cat", ["the cat is on the mat"])],
    "too short": [("on the mat", ["the cat is lying on the mat near the old door"])],
    "empty hypothesis": [("", ["the cat is on the mat"])],
    "empty reference": [("the cat is on the mat", [""])],
    "both empty": [("", [""])],
    "white space only": [("   \t ", ["the cat"])],
    "one empty among others": [
        ("", ["there is nothing here ."]),
        ("a small boat on the lake .", ["a small boat on a lake ."]),
        ("the sky is blue today .", [""])],
    "German": [
        ("Ein älterer Mann überquert die Straße.", ["Ein alter Mann geht über die Straße."]),
        ("Zwei Kinder spielen Fußball im Garten.", ["Zwei Kinder spielen im Garten Fußball."])],
    "case": [
        ("THE Dog Barks AT the Moon", ["the dog barks at the moon"]),
        ("ÜBER DIE GROSSE STRASSE", ["über die große Straße"]),
        ("ΟΔΟΣ ΣΟΦΟΣ Istanbul İstanbul", ["οδος σοφος istanbul i̇stanbul"])],
    "scripts": [
        ("Собака бежит по зелёной траве.", ["Собака бегает по траве."]),
        ("猫が座っている。", ["猫は座っています。"]),
        ("कुत्ता घास पर दौड़ता है।", ["कुत्ता हरी घास पर दौड़ रहा है।"]),
        ("الكلب يركض في الحديقة", ["كلب يركض عبر الحديقة"])],
    "beyond the basic plane": [
        ("😀 good 👩‍👩‍👧 day 𝒳𝒴", ["😀 nice 👩‍👩‍👧 day 𝒳𝒵"]),
        ("🚲🚲🚲", ["🚲🚲"])],
    "accents apart and together": [("café naïve", ["cafe\u0301 nai\u0308ve"])],
    "strange spaces": [
        ("a\u00a0b\u2003c\u3000d e\u200bf g\u2028h", ["a b c d e\u200bf g h"]),
        (" x  y\tz \x1c w\x85v ", ["x y z w v"]),
        ("one two three \u00a0", ["one two three"])],
    "punctuation": [
        ("Hello, world! (really?) [yes] {no} <maybe>", ["Hello world ! ( really ? ) [ yes ] { no } < maybe >"]),
        ("$5.00, 3,000.50 or 1.5-2.5; 10%: a/b @home #1 *x* ^y^ _z_ ~q~ `w` |v| a+b=c \\d",
         ["$ 5.00 , 3,000.50 or 1.5 - 2.5 ; 10 % : a / b @ home # 1 * x * ^ y ^ _ z _"]),
        ("well-known 3-year-old mid-1990s ... wait.. what., ,.5 .5. 5. 5, a.b a,b 1.a a.1",
         ["well-known 3 - year-old mid-1990s . . . wait . . what . ,"]),
        ("It's Ann's dogs' 'quoted' \"double\" o'clock", ["It 's Ann 's dogs ' 'quoted' \" double \" o'clock"]),
        ("«guillemets» „unten“ – dash — long … dots ¿qué? 。", ["« guillemets » „ unten “ – dash — long … dots ¿ qué ? 。"])],
    "entities": [
        ("Tom &amp; Jerry &lt;b&gt; say &quot;hi&quot; &amp;lt; &apos; &#39; AT&T &", ["Tom & Jerry < b > say \" hi \" < ' AT & T &"]),
        ("cut <skipped> here <SKIPPED>", ["cut here < SKIPPED >"])],
    "line breaks inside": [("hyphen-\nated word\nnext", ["hyphenated word next"]), ("end of line\n", ["end of line"])],
    "words with punctuation for chrF++": [
        ("(a) b! !c d!! ?? . x. .x a-b. ü? «z» é! 5% $5", ["( a ) b ! ! c d ! ! ? ? . x . . x a-b . ü ? « z » é ! 5 % $ 5"]),
        ("end.) (begin 'tis", ["end. ) ( begin ' tis"])],
    "repeated characters": [("aaaaaaaaaa", ["aaaaa"]), ("abababab", ["babababa"])],
    "two references": [
        ("the dog bit the man .", ["the dog had bitten the man .", "a dog bit a man ."]),
        ("it was not surprising .", ["nobody was surprised .", "it wasn't a surprise ."]),
        ("the the the", ["the", "the the"])],
    "nearest length": [
        ("a b c d e f", ["a b c d", "a b c d e f g h"]),
        ("a b c d", ["a b c d e f g h i", "a b c", "a b c d e"]),
        ("p q r s t", ["p q r s t u v", "p q r s t u", "p q r"])],
    "varying references": [
        ("the boat is red .", ["a red boat .", "the boat looks red ."]),
        ("two birds fly .", ["two birds are flying ."]),
        ("nobody was there .", ["there was nobody .", "no one was there .", "nobody was around ."])],
    "one of two references empty": [("a b c d", ["", "a b c e"]), ("q", ["q", ""])],
}
BLEU_SETTINGS = [dict(tokenize=tokenize, smooth_method=method, smooth_value=value, lowercase=lower, effective_order=effective,
                      max_ngram_order=order)
                 for tokenize, (method, value), lower, effective, order in itertools.chain(
                     itertools.product(["13a", "none"], [("exp", None), ("none", None), ("floor", 0.1), ("add-k", 1.0)],
                                       [False, True], [False, True], [4]),
                     [("13a", ("floor", 0.5), False, False, 4), ("none", ("add-k", 0.25), False, True, 4),
                      ("13a", ("floor", 0.0), False, False, 4), ("13a", ("exp", None), False, False, 2),
                      ("none", ("none", None), True, True, 6)])]
# Settings whose scores are stored with their parts: the standard, others of smoothing, no tokeniser.
PARTS = [0, 4, 8, 12, 15, 16, 31]
CHRF_SETTINGS = [dict(char_order=characters, word_order=words, beta=beta, lowercase=lower, whitespace=space, eps_smoothing=eps)
                 for characters, words, beta, lower, space, eps in itertools.chain(
                     itertools.product([6], [0, 2], [2], [False, True], [False, True], [False, True]),
                     [(6, 1, 2, False, False, False), (3, 0, 1, False, False, False), (4, 2, 3, False, False, True)])]


def noisy(rng, sentence, share):
    """Some words left out, doubled, exchanged or spoilt, as by a translator in training."""
    words = []
    for word in sentence.split():
        kind = rng.random() / share
        if kind < 0.3:
            words.append(rng.choice(["the", "a", "dog", "house", "runs", "."]))
        elif kind < 0.5:
            words += [word, word]
        elif kind < 0.7:
            words.append(word[:-1] + rng.choice("aeiou") if len(word) > 2 else word.upper())
        elif kind >= 1 or kind < 0.85:
            words.append(word)
    return " ".join(words)


def corpus(rng, sentences):
    """References by a small random grammar."""
    persons = ["a man", "the old woman", "two girls", "my neighbour", "a child with a hat", "the cook"]
    deeds = ["walks", "looks at the sea", "is reading a long letter", "buys bread , milk and 12 eggs", "sings"]
    places = ["in the street", "near the station", "on a hill", "behind the green door", "at 5.30"]
    times = ["today", "every morning", "while it rains", "again and again", ""]
    return [" ".join(f"{rng.choice(persons)} {rng.choice(deeds)} {rng.choice(places)} {rng.choice(times)} .".split())
            for _ in range(sentences)]


def cases(rng):
    for name, pairs in SENTENCES.items():
        yield {"name": name, "hypotheses": [h for h, _ in pairs], "references": [r for _, r in pairs]}
    for number, share in enumerate([0.1, 0.3, 0.6, 0.9]):
        references = corpus(rng, 12)
        several = number % 2 + 1
        yield {"name": f"noise of {share}", "hypotheses": [noisy(rng, line, share) for line in references],
               "references": [[noisy(rng, line, 0.2) for _ in range(several)] for line in references]}


def streams(references):
    """sacreBLEU takes the first references of all sentences, then the second ones, with None where there is none."""
    return [list(stream) for stream in itertools.zip_longest(*references)]


def bleu_rows(case):
    """Scores in all settings, and the parts of some."""
    given = case["hypotheses"], streams(case["references"])
    scores = [BLEU(force=True, **settings).corpus_score(*given) for settings in BLEU_SETTINGS]
    standard = BLEU(force=True)
    text = standard.corpus_score(*given).format(width=2)
    sentence = BLEU(force=True, effective_order=True)
    return dict(case, scores=rounded(score.score for score in scores), text=text, signature=standard.get_signature().format(),
                parts=[rounded([*scores[i].precisions, scores[i].bp, scores[i].sys_len, scores[i].ref_len]) for i in PARTS],
                sentences=rounded(sentence.sentence_score(h, r).score for h, r in zip(case["hypotheses"], case["references"])))


def chrf_rows(case):
    given = case["hypotheses"], streams(case["references"])
    metric = CHRF()
    text = metric.corpus_score(*given).format(width=2)
    return dict(case, scores=rounded(CHRF(**settings).corpus_score(*given).score for settings in CHRF_SETTINGS),
                text=text, signature=metric.get_signature().format(),
                sentences=rounded(metric.sentence_score(h, r).score for h, r in zip(case["hypotheses"], case["references"])))


def rounded(numbers):
    return [round(float(number), 10) for number in numbers]


def signatures(metric_class, settings):
    """Of one reference a sentence."""
    found = []
    for each in settings:
        metric = metric_class(**each)
        metric.corpus_score(["a b"], [["a b"]])
        found.append(metric.get_signature().format())
    return found


def bootstrap_case(rng, name, sentences, samples, shares):
    """What the command prints, which is checked here against scores of the samples as we believe they are drawn."""
    references = corpus(rng, sentences)
    systems = [[noisy(rng, line, share) for line in references] for share in shares]
    # numpy's generator with sacreBLEU's standard seed draws the places of all samples at once.
    drawn = numpy.random.default_rng(12345).choice(sentences, size=(samples, sentences), replace=True)
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for title, lines in [("reference", references), ("baseline", systems[0]), ("system", systems[1])]:
            files.append(str(Path(folder, title)))
            Path(files[-1]).write_text("\n".join(lines) + "\n", encoding="utf-8")
        command = [sys.executable, "-m", "sacrebleu", files[0], "-i", *files[1:], "-m", "bleu", "--paired-bs", "--paired-bs-n",
                   str(samples), "--format", "json", "--width", "8"]
        printed = json.loads(subprocess.run(command, capture_output=True, text=True, check=True,
                                            env={**os.environ, "SACREBLEU_SEED": "12345"}).stdout)
    rows = [row["BLEU"] for row in printed]
    theirs = [[row["score"], row["mean"], row["ci"]] for row in rows]
    for system, numbers in zip(systems, theirs):
        means = [BLEU().corpus_score([system[i] for i in sample], [[references[i] for i in sample]]).score for sample in drawn]
        assert abs(numpy.mean(means) - numbers[1]) < 1e-6, (numpy.mean(means), numbers)
    return {"name": name, "references": references, "baseline": systems[0], "system": systems[1], "samples": drawn.tolist(),
            "baselineScores": theirs[0], "systemScores": theirs[1], "pValue": rows[1]["p_value"]}


def alignment_cases(rng):
    for number in range(12):
        source, target = rng.randint(1, 8), rng.randint(1, 8)
        every = [(s, t) for s in range(source) for t in range(target)]
        sure = set(rng.sample(every, rng.randint(1, min(len(every), 6))))
        possible = sure | set(rng.sample(every, rng.randint(0, len(every) // 3)))
        found = set(rng.sample(every, rng.randint(1, min(len(every), 8))))
        if number == 0:
            found = set(sure)
        yield {"name": f"sentence {number}", "sure": sorted(sure), "possible": sorted(possible), "found": sorted(found),
               "precision": precision(possible, found), "recall": recall(sure, found),
               "errorRate": alignment_error_rate(sure, found, possible=possible),
               "errorRateOfSure": alignment_error_rate(sure, found)}


def save(folder, name, head, found):
    """A line for each entry of the head and for each case."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=True)}" for key, value in head.items()]
    lines.append(' "cases": [\n' + ",\n".join("  " + json.dumps(case, ensure_ascii=True) for case in found) + "\n ]")
    (folder / f"{name}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    folder = arguments.parse_args().folder
    head = {"sacrebleu": version("sacrebleu")}
    save(folder, "bleu", dict(head, settings=BLEU_SETTINGS, parts=PARTS, signatures=signatures(BLEU, BLEU_SETTINGS)),
         [bleu_rows(case) for case in cases(random.Random(1))])
    save(folder, "chrf", dict(head, settings=CHRF_SETTINGS, signatures=signatures(CHRF, CHRF_SETTINGS)),
         [chrf_rows(case) for case in cases(random.Random(1))])
    rng = random.Random(2)
    save(folder, "bootstrap", head, [bootstrap_case(rng, "clear", 30, 100, [0.5, 0.2]),
                                     bootstrap_case(rng, "close", 20, 80, [0.35, 0.3]),
                                     bootstrap_case(rng, "alike", 25, 80, [0.4, 0.4])])
    save(folder, "alignments", {"nltk": version("nltk")}, list(alignment_cases(random.Random(3))))


if __name__ == "__main__":
    main()
