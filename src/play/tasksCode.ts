import type { TaskName } from './playState';

/** How a sequence of a task is drawn in one language. */
interface TaskCode {
  /** What comes before the first of them. */
  readonly before?: string;
  /** What it imports, beside what all do. */
  readonly imports?: string;
  /** Of a delay `ago`: the `sequence` that is read, and its `truth`. */
  readonly draw: string;
}

/** A sequence of values and marks. */
const marked = (typescript: string, python: string) => ({
  typescript: {
    draw: `const values: number[] = Array(steps).fill(0);
const marks: number[] = Array(steps).fill(0);
${typescript}
const sequence = values.map((value, step) => [value, marks[step]]);`
  },
  python: {
    draw: `values, marks = np.zeros(steps), np.zeros(steps)
${python}
sequence = np.stack([values, marks], axis=1)`
  }
});

/** How a sequence of each task is drawn, for code that readers take along: in TypeScript and in Python. */
export const tasksCode: Readonly<
  Record<TaskName, { readonly typescript: TaskCode; readonly python: TaskCode }>
> = {
  bit: marked(
    `for (let step = 0; step < steps; step++) {
  values[step] = draw.uniform() < 0.5 ? -1 : 1;
}
marks[steps - 1 - ago] = 1;
const truth = [values[steps - 1 - ago] > 0 ? 1 : 0];`,
    `values[:] = rng.choice([-1, 1], steps)
marks[steps - 1 - ago] = 1
truth = [values[steps - 1 - ago] > 0]`
  ),
  echo: marked(
    `for (let step = 0; step < steps; step++) {
  values[step] = draw.uniform() < 0.5 ? -1 : 1;
}
const truth = values.slice(1, -1).map(value => (value > 0 ? 1 : 0)).reverse();`,
    `values[:] = rng.choice([-1, 1], steps)
truth = values[1:-1][::-1] > 0`
  ),
  brackets: marked(
    `const walk: number[] = [];
let depth = 0;
for (let left = 2 * Math.ceil(ago / 2); left > 0; left--) {
  const way = depth === 0 || (depth < left && draw.uniform() < 0.5) ? 1 : -1;
  walk.push(way);
  depth += way;
}
const isClosed = draw.uniform() < 0.5;
if (!isClosed) {
  const closing = walk.flatMap((way, at) => (way < 0 ? [at] : []));
  walk[closing[draw.integer(closing.length)]] = 1;
}
walk.forEach((way, at) => {
  values[steps - walk.length + at] = way;
  marks[steps - walk.length + at] = 1;
});
const truth = [isClosed ? 1 : 0];`,
    `walk, depth = [], 0
for left in range(2 * -(-ago // 2), 0, -1):
    way = 1 if depth == 0 or (depth < left and rng.random() < 0.5) else -1
    walk.append(way)
    depth += way
closed = rng.random() < 0.5
if not closed:
    walk[rng.choice([at for at, way in enumerate(walk) if way < 0])] = 1
values[steps - len(walk):] = walk
marks[steps - len(walk):] = 1
truth = [closed]`
  ),
  adding: marked(
    `const first = steps - 1 - ago;
const second = steps - 1 - draw.integer(ago);
for (let step = 0; step < steps; step++) {
  values[step] = draw.uniform(-1, 1);
}
marks[first] = marks[second] = 1;
const truth = [values[first] + values[second]];`,
    `first, second = steps - 1 - ago, steps - 1 - rng.integers(ago)
values[:] = rng.uniform(-1, 1, steps)
marks[[first, second]] = 1
truth = [values[first] + values[second]]`
  ),
  parity: marked(
    `for (let step = steps - ago; step < steps; step++) {
  values[step] = draw.integer(2) === 1 ? 1 : -1;
  marks[step] = 1;
}
const truth = [values.filter(value => value > 0).length % 2];`,
    `values[steps - ago:] = rng.choice([-1, 1], ago)
marks[steps - ago:] = 1
truth = [(values > 0).sum() % 2]`
  ),
  words: {
    typescript: {
      before: `/** Words in pairs: judgments, what may turn one, the verb, and what says nothing of it. */
const judgments = [['good', 'bad'], ['great', 'awful'], ['fine', 'dull']];
const turns = [['so', 'not']];
const verbs = [['was', 'is']];
const phrase = [[['with', 'in']], [['the', 'a']], [['show', 'town'], ['day', 'rain']]];
const words = [...judgments, ...turns, ...verbs, ...phrase.flat()].flat();`,
      draw: `const judgment = steps - 1 - ago;
const text = Array.from({ length: steps }, (_, step) => {
  const pairs =
    [judgments, turns, verbs][judgment - step] ??
    phrase[(step - judgment + 2 + 3 * steps) % 3];
  return pairs[draw.integer(pairs.length)][draw.uniform() < 0.5 ? 1 : 0];
});
const isPraise = judgments.some(([praise]) => praise === text[judgment]);
const truth = [isPraise === (text[judgment - 1] === 'so') ? 1 : 0];
const sequence = text.map(word => words.map(each => (each === word ? 1 : 0)));`
    },
    python: {
      before: `# Words in pairs: judgments, what may turn one, the verb, and what says nothing of it.
judgments = [["good", "bad"], ["great", "awful"], ["fine", "dull"]]
turns, verbs = [["so", "not"]], [["was", "is"]]
phrase = [[["with", "in"]], [["the", "a"]], [["show", "town"], ["day", "rain"]]]
words = [word for pairs in [judgments, turns, verbs, *phrase] for pair in pairs for word in pair]`,
      draw: `judgment = steps - 1 - ago
text = []
for step in range(steps):
    kinds = {judgment: judgments, judgment - 1: turns, judgment - 2: verbs}
    pairs = kinds.get(step, phrase[(step - judgment + 2) % 3])
    text.append(pairs[rng.integers(len(pairs))][rng.integers(2)])
is_praise = text[judgment] in [praise for praise, _ in judgments]
truth = [is_praise == (text[judgment - 1] == "so")]
sequence = [[each == word for each in words] for word in text]`
    }
  },
  weather: {
    typescript: {
      imports: 'data',
      before: `/** The highest temperature of each day; the last year is held out. */
const highs = (await data.weather()).column('high');
const learnedHighs = highs.slice(0, -365);
const heldOutHighs = highs.slice(-365);
const mean = learnedHighs.reduce((sum, high) => sum + high, 0) / learnedHighs.length;
const spread = Math.sqrt(
  learnedHighs.reduce((sum, high) => sum + (high - mean) ** 2, 0) / learnedHighs.length
);`,
      draw: `const days = purpose === 'learned' ? learnedHighs : heldOutHighs;
const first = draw.integer(days.length - steps);
const valueOf = (step: number) => (days[first + step] - mean) / spread;
const sequence = Array.from({ length: steps }, (_, step) =>
  step <= steps - ago ? [valueOf(step), 1] : [0, 0]
);
const truth = [valueOf(steps)];`
    },
    python: {
      imports: 'from importlib.resources import files\n\n',
      before: `# The highest temperature of each day, which gatescope ships; the last year is held out.
highs = np.loadtxt(files("gatescope") / "data/weather.csv", delimiter=",", skiprows=1, usecols=1)
learned_highs, held_out_highs = highs[:-365], highs[-365:]
mean, spread = learned_highs.mean(), learned_highs.std()`,
      draw: `days = learned_highs if purpose == "learned" else held_out_highs
first = rng.integers(len(days) - steps)
values = (days[first : first + steps + 1] - mean) / spread
reported = np.arange(steps) <= steps - ago
sequence = np.stack([np.where(reported, values[:-1], 0), reported], axis=1)
truth = values[-1:]`
    }
  }
};
