"""What students write in lesson 06, wrong and right."""

from tried_answers import Right, Wrong

LOOP = "for (let step = ids.length - 1; step >= 0; step--)"
FOUND = "if (ids[step] !== 0)"
FIT = "fitVocabulary(trainingTexts)"
ENCODED = "testTexts.map(text => known.encode(text))"
STOP = "} else if (epoch - best >= patience) {"

RIGHT = [
    Right("past-padding", {FOUND: "if (ids[step])"}),
    Right("past-padding", {"return outputs[step];": "return [...outputs[step]];"}),
    Right(
        "past-padding",
        {LOOP: "for (const step of [ids.findLastIndex(id => id > 0)].filter(at => at >= 0))"},
    ),
    Right("training-vocabulary", {ENCODED: "testTexts.map(known.encode)"}),
    Right(
        "training-vocabulary",
        {ENCODED: "testTexts.map(text => words(text).map(word => known.idOf(word)))"},
    ),
    Right("training-vocabulary", {FIT: "fitVocabulary([...trainingTexts], { minCount: 1 })"}),
    Right("early-stop", {STOP: "} else if (epoch >= best + patience) {"}),
    Right("early-stop", {"losses[epoch] < losses[best]": "losses[best] > losses[epoch]"}),
    Right("early-stop", {"best = epoch;\n": "best = epoch;\n      continue;\n"}),
]

WRONG = [
    Wrong(
        "past-padding", {LOOP: "for (let step = 0; step < ids.length; step++)"}, "the first word"
    ),
    Wrong("past-padding", {FOUND: "if (step < 99)"}, "You took the last step"),
    Wrong(
        "past-padding",
        {"outputs[step];": "outputs[ids.filter(id => id > 0).length - 1];"},
        "You counted the words.",
    ),
    Wrong("past-padding", {"return [];": "return [0, 0];"}, "an empty list is asked for"),
    Wrong(
        "training-vocabulary",
        {FIT: "fitVocabulary([...trainingTexts, ...testTexts])"},
        "Your vocabulary has seen the test",
    ),
    Wrong("training-vocabulary", {FIT: "fitVocabulary(testTexts)"}, "made from the test"),
    Wrong(
        "training-vocabulary",
        {"known.encode(text)": "known.encode(text).filter(id => id > 1)"},
        "You left out the unknown words.",
    ),
    Wrong("early-stop", {STOP: "} else if (epoch < 0) {"}, "You looked at all losses."),
    Wrong("early-stop", {STOP: "} else if (patience > 0) {"}, "a patience of 1"),
    Wrong("early-stop", {"return best;": "return best + 1;"}, "Epochs are counted from 0."),
    Wrong("early-stop", {">= patience": "> patience"}, "You wait one epoch too long"),
    Wrong(
        "early-stop",
        {"losses[epoch] < losses[best]": "losses[epoch] < losses[epoch - 1]"},
        "You compare each loss with the one before it.",
    ),
    Wrong(
        "early-stop",
        {"losses[epoch] < losses[best]": "losses[epoch] <= losses[best]"},
        "it does not begin the patience anew",
    ),
    # Behind the end of the list nothing stands where all is padding.
    Wrong(
        "past-padding",
        {"  for (let": "  return outputs[ids.filter(id => id !== 0).length - 1];\n  for (let"},
        "You counted the words.",
    ),
]
