import { formatFixed, formatPower, superscript } from '../scene/words/format';
import type { LaneLook } from './messages';
import { holdableGates, RADIUS, type CellName, type Hold } from './playState';
import {
  bothNamed,
  capital,
  GATE_WORDS,
  horizonOf,
  meanOf,
  cellInSentence
} from './words';

/** How the derivative by the state shrinks on its way back over the delay. */
export function fadingOf(
  gradient: Float32Array,
  delay: number
): { ratio: number; factor: number; steps: number } | null {
  const last = gradient.length - 1;
  const first = Math.max(0, last - delay);
  const ratio = gradient[first] / gradient[last];
  const steps = last - first;
  return steps > 0 && Number.isFinite(ratio) && ratio > 0
    ? { ratio, factor: ratio ** (1 / steps), steps }
    : null;
}

const stepsWord = (count: number): string =>
  count === 1 ? '1 step' : `${count} steps`;

/** A factor in words. */
const times = (value: number): string =>
  value >= 0.01 && value < 100 ? formatFixed(value) : formatPower(value);

/** Why one forgets and the other does not: a sentence, and what of it can be tried. */
export interface Reason {
  readonly title: string;
  readonly text: string;
  /** What can be held to see whether it is the cause. */
  readonly controls: readonly Hold[];
}

export function reasonOf(given: {
  readonly cells: readonly [CellName, CellName];
  readonly lanes: readonly [LaneLook, LaneLook];
  readonly rows: readonly [Float32Array, Float32Array] | null;
  readonly delay: number;
  readonly hold: Hold | null;
}): Reason {
  const { cells, lanes, rows, delay, hold } = given;
  const kept = rows ? rows.map(horizonOf) : [0, 0];
  const names = bothNamed(cells);
  const behind = kept[0] <= kept[1] ? 0 : 1;
  const ahead = behind === 0 ? 1 : 0;
  const controls = controlsOf(cells, ahead);
  if (hold) {
    const { lane, gate } = hold;
    return {
      ...heldReason(hold, {
        cell: cells[lane],
        name: names[lane],
        other: names[1 - lane],
        look: lanes[lane],
        right: kept[lane],
        otherRight: kept[1 - lane],
        delay
      }),
      controls: controls.filter(
        each => each.lane !== lane || each.gate !== gate
      )
    };
  }
  const fading = lanes.map(({ gradient }) => fadingOf(gradient, delay));
  const told = ([behind, ahead] as const).map(at => {
    const way = fading[at];
    return way
      ? `${names[at]}’s derivative by its state is ${times(way.ratio)} of the last one’s, a factor of ${formatFixed(way.factor)} a step`
      : `${names[at]} has no derivative there`;
  });
  const keeping = lanes.flatMap((look, lane) =>
    keepingWords(look, names[lane], delay)
  );
  const isLag = kept[0] !== kept[1];
  // A network that answers surely sends little back from its last step, however well it holds the answer:
  // then the derivatives are no reason. Nor are they where they are hardly different.
  const mayExplain =
    CLEARLY * (fading[behind]?.ratio ?? 1) <= (fading[ahead]?.ratio ?? 0);
  const asks = isLag && mayExplain && controls.length > 0;
  return {
    title: asks
      ? `Why does ${names[behind]} lag?`
      : 'What carries the answer back?',
    text: `On the way back over ${stepsWord(delay)}, ${told.join('; ')}.${keeping.join('')}${
      asks
        ? ' So far these are numbers, not a reason: hold something, and see what it changes.'
        : isLag && !mayExplain
          ? ` These derivatives do not say why ${names[behind]} lags.`
          : ''
    }`,
    controls
  };
}

/** Derivatives by the first step that differ by such a factor are different. */
const CLEARLY = 10;

/** A derivative is tall while its bar is half as high as the last one’s: three of the six powers of ten. */
const TALL = 1e-3;

/** A cell without its article. */
const plain = (cell: CellName): string =>
  cellInSentence(cell).replace(/^the /, '');

/** What became of a network with something held, beside itself and the other one. */
interface Control {
  readonly cell: CellName;
  readonly name: string;
  readonly other: string;
  readonly look: LaneLook;
  /** At how many delays it is right without, and the other one. */
  readonly right: number;
  readonly otherRight: number;
  readonly delay: number;
}

function heldReason(hold: Hold, control: Control): Omit<Reason, 'controls'> {
  const { gate, value } = hold;
  const { cell, name, look, right } = control;
  const now = look.held ? horizonOf(look.held.row.shares) : 0;
  const verdict = verdictOf(hold, control, now);
  const compared = `it is right at ${now} ${now === 1 ? 'delay' : 'delays'}, where it was at ${right}.`;
  return gate === RADIUS
    ? {
        title:
          verdict.title ?? `With ${name}’s radius at ${formatFixed(value)}`,
        text: `The same ${plain(cell)}, its recurrent weights scaled to a spectral radius of ${formatFixed(value)}${
          look.held?.before == null
            ? ''
            : ` from ${formatFixed(look.held.before)}`
        }: ${compared}${radiusWords(hold, control, now)}${verdict.text}`
      }
    : {
        title: verdict.title ?? `With ${gate} held at ${formatFixed(value)}`,
        text: `The same ${plain(cell)}, its ${GATE_WORDS[gate]} gate held: ${compared}${leftWords(hold, control)}${verdict.text}`
      };
}

/** What another radius does to the way back, and why that can make a network worse. */
function radiusWords(
  { value }: Hold,
  { look: { held, gradient }, right, delay }: Control,
  now: number
): string {
  const factor = fadingOf(gradient, delay)?.factor;
  const before = held && fadingOf(held.gradientBefore, delay)?.factor;
  if (!factor || !before) {
    return '';
  }
  const why =
    now < right && factor < before && held.before !== null
      ? ` The radius is how much these weights can stretch a state at each step in the long run, before tanh squeezes it: at ${formatFixed(held.before)} they made up for more of the squeeze than at ${formatFixed(value)}, and all other weights were learned for that.`
      : '';
  return ` Its derivative changes by a factor of ${formatFixed(factor)} a step on the way back, where it was ${formatFixed(before)}.${why}`;
}

/** What a held gate leaves of a state, and why the derivative by the state may stay larger than that. */
function leftWords(
  { gate, value }: Hold,
  { look: { belt, gradient }, delay }: Control
): string {
  if (!KEEPERS.includes(gate)) {
    return '';
  }
  const left = value ** delay;
  const ratio = fadingOf(gradient, delay)?.ratio ?? 0;
  const ways =
    belt === 'c'
      ? 'through h, which the next step’s gates read'
      : 'through the gates and the candidate, which read h, too';
  return ` What is kept over ${stepsWord(delay)} is ${formatFixed(value)}${superscript(delay)} = ${times(left)}.${
    ratio >= Math.max(TALL, CLEARLY * left)
      ? ` Yet |dL/d${belt}| is still ${times(ratio)} of the last one’s over these steps: that part of the error comes back ${ways}. A way back is open, though ${belt} itself keeps ${left < 0.01 ? 'next to nothing' : 'less'}.`
      : ''
  }`;
}

/** What a network's state keeps by itself, in words; none where it has no gate that says so. */
function keepingWords(
  look: LaneLook,
  name: string,
  delay: number
): readonly string[] {
  const gate = KEEPERS.find(each => look.gates.includes(each));
  if (gate === undefined) {
    return [];
  }
  const word = GATE_WORDS[gate] ? `${GATE_WORDS[gate]} gate` : `factor ${gate}`;
  return [
    ` Over these steps ${name}’s ${word} leaves at most ${times(keptOver(look, gate, delay))} of what a unit held.`
  ];
}

/** Gates that say how much of the state before is kept. */
const KEEPERS = ['f', 'z', 'keep'];

/**
 * What a control says of the reason: a gate that keeps less in the network that is ahead, or another radius in
 * the one that lags. It is the reason where at least half of what sets both apart goes with it.
 */
function verdictOf(
  { gate, value }: Hold,
  { name, other, look: { held }, right, otherRight }: Control,
  now: number
): { readonly title?: string; readonly text: string } {
  const gap = right - otherRight;
  if (gate === RADIUS && value === 1 && gap < 0) {
    return now - right >= -gap / 2
      ? {
          title: `${capital(name)} lags because of its radius`,
          text: ` That is at least half of the way to ${other}, which is right at ${otherRight}: the radius is the reason.`
        }
      : {
          text: ` That is ${now > right ? 'less than half of the way' : 'no nearer'} to ${other}, which is right at ${otherRight}: its radius alone is not the reason.`
        };
  }
  // Held more open than it was, a gate shows nothing of what closing it would.
  const isTried =
    KEEPERS.includes(gate) && gap > 0 && value < (held?.before ?? 0);
  if (!isTried) {
    return { text: '' };
  }
  const whose = `its lead over ${other}, which is right at ${otherRight}`;
  return right - now >= gap / 2
    ? {
        title: `${capital(name)} remembers by its ${GATE_WORDS[gate]} gate`,
        text: ` So at least half of ${whose}, hangs on what this gate keeps: that is why it remembers longer.`
      }
    : {
        text: ` That takes less than half of ${whose}: this gate alone is not the reason.`
      };
}

/** Of each network what can be held; first of the one that is ahead. */
const controlsOf = (
  cells: readonly [CellName, CellName],
  ahead: 0 | 1
): Hold[] =>
  ([ahead, ahead === 0 ? 1 : 0] as const).flatMap(lane => {
    const gate = holdableGates(cells[lane]).at(0);
    return gate === undefined
      ? []
      : [{ lane, gate, value: gate === RADIUS ? 1 : 0.5 }];
  });

/** A gate's values of each unit, step by step. */
const byUnit = (
  { channels, units }: Pick<LaneLook, 'channels' | 'units'>,
  gate: string
): Float32Array[] =>
  Array.from({ length: units[gate] }, (_, unit) =>
    channels[gate].filter((_value, at) => at % units[gate] === unit)
  );

/** What the gate keeps a step, on average, in the unit that keeps most. */
export const keptBy = (
  look: Pick<LaneLook, 'channels' | 'units'>,
  gate: string
): number | null =>
  gate in look.channels ? Math.max(...byUnit(look, gate).map(meanOf)) : null;

/** What the gate keeps over the last steps, in the unit that keeps most. */
const keptOver = (look: LaneLook, gate: string, steps: number): number =>
  Math.max(
    ...byUnit(look, gate).map(values =>
      values.slice(-steps).reduce((kept, value) => kept * value, 1)
    )
  );
