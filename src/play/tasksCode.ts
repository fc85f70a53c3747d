import type { TaskName } from './playState';

/** How a sequence of a task is drawn in one language. */
interface TaskCode {
  /** What comes before the first of them. */
  readonly before?: string;
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
  )
};
