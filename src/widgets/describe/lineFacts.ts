import type {
  Extreme,
  Fact,
  Jump,
  Level,
  Period,
  SaturationFact,
  Trend
} from './fact';
import { correlation } from './correlation';
import { drawnValue, knownSteps, type Line } from './line';

/** A change of a share of the scale that is worth a word, and how far it must stand out of the others. */
const JUMP_SHARE = 0.25;
const JUMP_TIMES_TYPICAL = 3;
/** A line that goes one way: how well by a straight line, and over which share of the scale. */
const TREND_CORRELATION = 0.8;
const TREND_SHARE = 0.25;
/** A line that repeats itself, for so many times at least. */
const PERIOD_CORRELATION = 0.6;
const PERIOD_TIMES = 3;
const LONGEST_PERIOD = 200;
/** How near to a bound is saturated, as a share of the scale, and for which share of the steps. */
const SATURATED = 0.05;
const SATURATED_SHARE = 0.5;
/** A line that moves by less than this share of the scale is level. */
const LEVEL_SHARE = 0.05;

/** The numbers of a line as they are drawn, and where they are. */
interface Known {
  readonly line: Line;
  readonly steps: readonly number[];
  readonly drawn: Float64Array;
  readonly scale: number;
}

/**
 * What can be said of one line.
 *
 * @param scale by how much lines of its group differ at most; see `groupSpread`
 * @returns nothing for a line without a number
 */
export function lineFacts(line: Line, scale: number): Fact[] {
  const steps = knownSteps(line);
  if (steps.length === 0) {
    return [];
  }
  const drawn = Float64Array.from(steps, step =>
    drawnValue(line, line.values[step])
  );
  const known = { line, steps, drawn, scale };
  const level = levelOf(known);
  return [
    level,
    ...(level ? [] : [jumpOf(known), trendOf(known), periodOf(known)]),
    ...saturationsOf(known),
    ...(level ? [] : extremesOf(known))
  ].filter(fact => fact !== null);
}

/** The share of the scale that a difference is; 0 where there is no scale. */
const share = (difference: number, scale: number): number =>
  scale > 0 ? Math.abs(difference) / scale : 0;

const written = ({ line }: Known, step: number): string =>
  line.write(line.values[step]);

/** The largest change from one known step to the next, the first of equals; null for one number alone. */
export function largestChange(line: Line): Jump | null {
  const steps = knownSteps(line);
  let at = 0;
  let largest = -1;
  const drawn = steps.map(step => drawnValue(line, line.values[step]));
  for (let place = 1; place < steps.length; place += 1) {
    const change = Math.abs(drawn[place] - drawn[place - 1]);
    if (change > largest) {
      largest = change;
      at = place;
    }
  }
  if (at === 0) {
    return null;
  }
  const middle = (drawn[at] + drawn[at - 1]) / 2;
  const falls = drawn[at] < drawn[at - 1];
  let end = at;
  while (
    end + 1 < steps.length &&
    (falls ? drawn[end + 1] < middle : drawn[end + 1] > middle)
  ) {
    end += 1;
  }
  const [before, step] = [steps[at - 1], steps[at]];
  return {
    kind: 'jump',
    line,
    before,
    step,
    from: line.values[before],
    to: line.values[step],
    lasts: steps[end] - step + 1,
    toEnd: end === steps.length - 1,
    telling: 0
  };
}

function jumpOf(known: Known): Jump | null {
  const { line, drawn, scale } = known;
  const jump = largestChange(line);
  if (!jump || written(known, jump.before) === written(known, jump.step)) {
    return null;
  }
  const changes = Array.from(drawn.subarray(1), (value, at) =>
    Math.abs(value - drawn[at])
  ).sort((a, b) => a - b);
  const size = changes.at(-1) ?? 0;
  const typical = changes[changes.length >> 1];
  const part = share(size, scale);
  return part < JUMP_SHARE || size < JUMP_TIMES_TYPICAL * typical
    ? null
    : {
        ...jump,
        telling: part * (0.7 + 0.3 * Math.min(1, jump.lasts / 5))
      };
}

function trendOf(known: Known): Trend | null {
  const { line, steps, drawn, scale } = known;
  const [first, last] = [steps[0], steps[steps.length - 1]];
  const change = drawn[drawn.length - 1] - drawn[0];
  const r = correlation(steps, drawn);
  const part = share(change, scale);
  if (
    steps.length < 4 ||
    part < TREND_SHARE ||
    !(r * Math.sign(change) >= TREND_CORRELATION) ||
    written(known, first) === written(known, last)
  ) {
    return null;
  }
  const steady = drawn.every(
    (value, at) => at === 0 || (value - drawn[at - 1]) * change >= 0
  );
  return {
    kind: 'trend',
    line,
    first,
    last,
    from: line.values[first],
    to: line.values[last],
    steady,
    telling: 0.9 * Math.min(1, part) * Math.abs(r)
  };
}

/** The shortest lag after which a line comes back to itself, having been elsewhere meanwhile. */
function periodOf({ line, steps, drawn, scale }: Known): Period | null {
  const count = steps.length;
  if (steps[count - 1] - steps[0] !== count - 1) {
    // With holes, what lies so many numbers later lies not so many steps later.
    return null;
  }
  const longest = Math.min(LONGEST_PERIOD, Math.floor(count / PERIOD_TIMES));
  const lagged = [1];
  for (let lag = 1; lag <= longest + 1 && lag < count - 1; lag += 1) {
    lagged.push(
      correlation(drawn.subarray(0, count - lag), drawn.subarray(lag))
    );
  }
  let best = 0;
  let least = 1;
  for (let lag = 2; lag <= longest && lag + 1 < lagged.length; lag += 1) {
    least = Math.min(least, lagged[lag - 1]);
    const r = lagged[lag];
    if (
      r >= PERIOD_CORRELATION &&
      r > least + 0.3 &&
      r >= lagged[lag - 1] &&
      r >= lagged[lag + 1] &&
      // Twice a period is no better by much: the shorter one is meant.
      r > (best === 0 ? 0 : lagged[best] + 0.1)
    ) {
      best = lag;
    }
  }
  if (best === 0) {
    return null;
  }
  let [low, high] = [Infinity, -Infinity];
  for (const value of drawn) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return {
    kind: 'period',
    line,
    period: best,
    correlation: lagged[best],
    telling: 0.9 * lagged[best] * Math.min(1, 2 * share(high - low, scale))
  };
}

function saturationsOf({ line, drawn }: Known): SaturationFact[] {
  const { bounds } = line;
  if (!bounds) {
    return [];
  }
  const [low, high] = bounds;
  const near = SATURATED * (high - low);
  return (['highest', 'lowest'] as const).flatMap(side => {
    const bound = side === 'highest' ? high - near : low + near;
    let count = 0;
    for (const value of drawn) {
      count += Number(side === 'highest' ? value >= bound : value <= bound);
    }
    const part = count / drawn.length;
    return part < SATURATED_SHARE
      ? []
      : [
          {
            kind: 'saturation' as const,
            line,
            side,
            bound,
            count,
            of: drawn.length,
            telling: 0.7 * part
          }
        ];
  });
}

function levelOf({ line, drawn, steps, scale }: Known): Level | null {
  let [least, greatest] = [0, 0];
  drawn.forEach((value, at) => {
    least = value < drawn[least] ? at : least;
    greatest = value > drawn[greatest] ? at : greatest;
  });
  return scale > 0 &&
    share(drawn[greatest] - drawn[least], scale) >= LEVEL_SHARE
    ? null
    : {
        kind: 'level',
        line,
        least: line.values[steps[least]],
        greatest: line.values[steps[greatest]],
        telling: 0.25
      };
}

function extremesOf({ line, drawn, steps, scale }: Known): Extreme[] {
  const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
  return (['highest', 'lowest'] as const).map(side => {
    const at = extremePlace(drawn, side);
    return {
      kind: 'extreme',
      line,
      side,
      step: steps[at],
      value: line.values[steps[at]],
      telling: 0.5 * Math.min(1, share(drawn[at] - mean, scale))
    };
  });
}

/** Where the highest or the lowest of some numbers is, the first of equals. */
function extremePlace(drawn: ArrayLike<number>, side: Extreme['side']): number {
  let best = 0;
  for (let at = 1; at < drawn.length; at += 1) {
    if (
      side === 'highest' ? drawn[at] > drawn[best] : drawn[at] < drawn[best]
    ) {
      best = at;
    }
  }
  return best;
}

/** The step of the highest or the lowest value of a line; null for a line without a number. */
export function extremeOf(line: Line, side: Extreme['side']): Extreme | null {
  const steps = knownSteps(line);
  if (steps.length === 0) {
    return null;
  }
  const step =
    steps[
      extremePlace(
        steps.map(each => drawnValue(line, line.values[each])),
        side
      )
    ];
  return {
    kind: 'extreme',
    line,
    side,
    step,
    value: line.values[step],
    telling: 0
  };
}
