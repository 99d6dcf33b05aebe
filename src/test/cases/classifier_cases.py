"""Write the stored cases that the tests of the simple classifiers compare with.

    pip install scikit-learn==1.9.1 scipy==1.17.1
    python src/test/cases/classifier_cases.py src/test/resources/classify

naive-bayes.json holds scikit-learn's MultinomialNB on n-grams counted by its CountVectorizer. bag-of-words.json holds its
LogisticRegression; where features are scaled by naive Bayes, two classes are scikit-learn's on scaled features, and more, whose
features are scaled for each class, SciPy's minimum of the same loss written out.
"""
import argparse
import json
import random
from importlib.metadata import version
from pathlib import Path

import numpy
from scipy.optimize import minimize
from scipy.special import log_softmax
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import MultinomialNB

WORDS = "good bad fine dull not very film plot the a it is of".split()


def sentences(rng, count, classes):
    """Words of each class are drawn with other weights, so that there is something to learn and nothing to separate."""
    found = []
    for i in range(count):
        label = i % classes if i < classes else min(rng.randrange(classes + 1), classes - 1)
        weights = [3 if at % classes == label else 1 for at in range(len(WORDS))]
        found.append((rng.choices(WORDS, weights, k=rng.randint(0 if i > 5 else 1, 9)), f"class {label}"))
    return found


def counted(rng, classes, order, binary):
    """A case without answers, and its n-grams counted by scikit-learn."""
    train, test = sentences(rng, 30, classes), [words for words, _ in sentences(rng, 6, classes)] + [["unheard", "good", "of"]]
    counter = CountVectorizer(analyzer=lambda words: [" ".join(words[at:at + n]) for n in range(1, order + 1)
                                                      for at in range(len(words) - n + 1)], binary=binary)
    x = counter.fit_transform([words for words, _ in train]).toarray().astype(float)
    labels = [label for _, label in train]
    case = {"name": f"{classes} classes, order {order}, {'binary' if binary else 'counts'}", "order": order, "binary": binary,
            "sentences": [words for words, _ in train], "labels": labels, "test": test, "classes": sorted(set(labels)),
            "tokens": [str(token) for token in rng.sample(list(counter.get_feature_names_out()), 5)]}
    return case, counter.vocabulary_, x, numpy.array(labels), counter.transform(test).toarray().astype(float)


def log_odds(x, labels, clazz, alpha):
    """Of each feature, for one class against the others."""
    here, there = (x[labels == clazz].sum(axis=0) + alpha), (x[labels != clazz].sum(axis=0) + alpha)
    return numpy.log(here / here.sum()) - numpy.log(there / there.sum())


def naive_bayes_cases(rng):
    cases = []
    for classes, order, binary, alpha in ((2, 1, False, 1), (2, 2, True, 1), (3, 1, True, 0.1), (4, 2, False, 0.5),
                                          (2, 3, False, 1e-3)):
        case, ids, x, labels, test = counted(rng, classes, order, binary)
        model = MultinomialNB(alpha=alpha).fit(x, labels)
        assert list(model.classes_) == case["classes"]
        odds = numpy.array([log_odds(x, labels, clazz, alpha) for clazz in model.classes_])
        if classes == 2:
            assert numpy.allclose(odds[1], model.feature_log_prob_[1] - model.feature_log_prob_[0])
        case["name"] += f", alpha {alpha}"
        cases.append(case | {"alpha": alpha, "probabilities": model.predict_proba(test).tolist(),
                             "logOdds": [odds[:, ids[token]].tolist() for token in case["tokens"]]})
    return cases


def minimum(x, labels, scale, c, test):
    """Weights [class, feature] for features that are not scaled, intercepts and probabilities: softmax, scaled for each class."""
    names = sorted(set(labels))
    wanted = numpy.array([[float(label == name) for name in names] for label in labels])

    def loss(flat):
        weights = flat.reshape(len(names), -1)
        logs = log_softmax(x @ (weights[:, :-1] * scale).T + weights[:, -1], axis=1)
        errors = numpy.exp(logs) - wanted
        gradient = numpy.hstack([c * errors.T @ x * scale + weights[:, :-1], c * errors.sum(axis=0)[:, None]])
        return (weights[:, :-1] ** 2).sum() / 2 - c * (wanted * logs).sum(), gradient.ravel()

    found = minimize(loss, numpy.zeros(len(names) * (x.shape[1] + 1)), jac=True, method="L-BFGS-B",
                     options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 100000, "maxfun": 100000})
    assert abs(loss(found.x)[1]).max() < 1e-5, found
    weights = found.x.reshape(len(names), -1)
    weights, intercepts = weights[:, :-1] * scale, weights[:, -1]
    return weights, intercepts, numpy.exp(log_softmax(test @ weights.T + intercepts, axis=1))


def scikit_learn(x, labels, scale, c, test):
    model = LogisticRegression(C=c, tol=1e-10, max_iter=100000).fit(x * scale, labels)
    weights, intercepts = model.coef_ * scale, model.intercept_
    if len(weights) == 1:
        weights, intercepts = numpy.vstack([-weights, weights]), numpy.hstack([-intercepts, intercepts])
    return weights, intercepts, model.predict_proba(test * scale)


def bag_of_words_cases(rng):
    cases = []
    for classes, order, binary, c, scaled in ((2, 1, False, 1, False), (2, 2, True, 0.1, False), (3, 1, True, 10, False),
                                              (4, 2, False, 1, False), (2, 2, True, 1, True), (3, 2, True, 0.5, True)):
        case, ids, x, labels, test = counted(rng, classes, order, binary)
        odds = numpy.array([log_odds(x, labels, clazz, 1) for clazz in case["classes"]])
        scale = odds if scaled else numpy.ones_like(odds)
        if scaled and classes > 2:
            weights, intercepts, probabilities = minimum(x, labels, scale, c, test)
        else:
            weights, intercepts, probabilities = scikit_learn(x, labels, scale[1], c, test)
        if not scaled and classes > 2:
            # The loss written out is scikit-learn's, where both can be had.
            assert numpy.allclose(weights, minimum(x, labels, scale, c, test)[0], atol=1e-5)
        # Those of several classes are known but for a constant.
        intercepts = intercepts - intercepts.mean()
        case["name"] += f", C {c}" + (", scaled" if scaled else "")
        cases.append(case | {"c": c, "scaled": scaled, "probabilities": probabilities.tolist(),
                             "intercepts": intercepts.tolist(),
                             "weights": [weights[:, ids[token]].tolist() for token in case["tokens"]]})
    return cases


def save(folder, name, content):
    folder.mkdir(parents=True, exist_ok=True)
    head, cases = {key: value for key, value in content.items() if key != "cases"}, content["cases"]
    # One value a line within a case: short files, readable differences.
    lines = ["{" + ",\n  ".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in case.items()) + "}" for case in cases]
    text = json.dumps(head)[:-1] + ', "cases": [\n ' + ",\n ".join(lines) + "\n]}\n"
    assert json.loads(text) == content
    (folder / f"{name}.json").write_text(text, encoding="utf-8")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    folder = arguments.parse_args().folder
    versions = {name: version(name) for name in ("scikit-learn", "scipy")}
    save(folder, "naive-bayes", versions | {"cases": naive_bayes_cases(random.Random(1))})
    save(folder, "bag-of-words", versions | {"cases": bag_of_words_cases(random.Random(2))})


if __name__ == "__main__":
    main()
