import { findCarry, isCarry, type Carry } from '../../trace';
import { freely } from '../../scene/layoutFree';
import { mark } from '../../scene/marks/mark';
import { free, type Panel, type Surface } from '../../scene/scene';
import {
  note,
  numbered,
  place,
  type Column,
  type Table
} from '../../scene/table';
import { defineView } from '../../scene/view';
import { layerWords } from '../../scene/words/layerWords';
import { piecesText, type Piece } from '../../scene/words/pieces';
import { stepWords } from '../../scene/words/stepWords';
import { layerNamed } from '../run/runChoices';
import { originQuestion } from '../run/stateQuestion';
import { chainMarks, chainOf, chainPlaces } from './chainMarks';
import { chainRows, chainStates } from './chainRows';
import { forgettingSentence } from './forgetting';
import type { ShareChart } from './shareChart';
import { shareRows } from './shareColumns';
import { noSharesWords, writtenAndKept } from './shareNotes';
import type { Shares } from './shares';
import { earlierWords, shareLines } from './shareTold';
import { unrolledChoices } from './unrolledChoices';
import {
  chartOf,
  noPartsWords,
  unrolledNow,
  type Unrolled
} from './unrolledNow';

/**
 * The unrolled chain: where did this state come from? One cell drawn once for each step around the
 * cursor and, below, the state at the cursor taken apart into what each step wrote.
 */
export const unrolledView = defineView<'trace'>()({
  name: 'unrolled',
  kind: 'trace',
  title: translate => translate('Unrolled'),
  choices: unrolledChoices,
  table(now) {
    const unrolled = unrolledNow(now);
    return unrolled.shares ? sharesTable(unrolled) : chainTable(unrolled);
  },
  scene(now) {
    const unrolled = unrolledNow(now);
    const { carry, shares } = unrolled;
    return {
      layout: freely,
      panels: [
        chainPanel(unrolled),
        ...(carry && shares ? [sharesPanel(unrolled, carry, shares)] : [])
      ],
      overlay: {
        told: ({ row, panel }) =>
          panel.id === SHARES ? shareLines(unrolled, row) : []
      }
    };
  },
  words: {
    meta: ({ bundle, chosen, translate }) =>
      layerWords(bundle, layerNamed(bundle, chosen.layer), translate).join(
        ' · '
      ),
    question: now => {
      const unrolled = unrolledNow(now);
      return originQuestion(unrolled.read, unrolled, now.translate);
    },
    answer: now => ({
      row: now.chosen.step,
      sentence: piecesText(originWords(unrolledNow(now)))
    }),
    reading: now =>
      unrolledNow(now).carry
        ? now.translate(
            'one cell, drawn once for each %step; the upper wire is the state that is carried. Below: what it is made of at the cursor.'
          )
        : now.translate(
            'one cell, drawn once for each %step, always with the same weights; the wire between two cells is the state.'
          )
  }
});

/** The panel of the shares. */
export const SHARES = 'shares';

/** The cells around the cursor: each is pointed at as its step. */
const chainPanel = (now: Unrolled): Panel => ({
  id: 'chain',
  height: ({ width }) => chainOf(width, now).height,
  places: ({ width }) => chainPlaces(chainOf(width, now), now),
  marks: [
    free(({ box: { width } }, theme, measure) => [
      mark(
        'g',
        theme.part('chain'),
        ...chainMarks(now, { layout: chainOf(width, now), theme, measure })
      )
    ])
  ]
});

/** What the state is made of: each bar is pointed at as its row of the table. */
function sharesPanel(now: Unrolled, carry: Carry, shares: Shares): Panel {
  let made: ShareChart | null = null;
  const chartIn = (width: number, measure: Surface['measure']): ShareChart =>
    (made = made?.width === width ? made : chartOf(now, carry, width, measure));
  return {
    id: SHARES,
    caption: sharesTable(now).caption,
    height: ({ width, measure }) => chartIn(width, measure).height,
    places: ({ width }, measure) =>
      shareRows(chartIn(width, measure).columns, shares),
    marks: [
      free(({ box: { x, y, width, height } }, theme, measure) => [
        mark(
          'g',
          { transform: `translate(${x} ${y})`, ...theme.part('shares') },
          mark('rect', { width, height, fill: 'transparent' }),
          ...chartIn(width, measure).marks(shares, now.largest, theme)
        )
      ])
    ]
  };
}

/** What is left of the state before, exactly; else why that cannot be said. */
export function originWords(now: Unrolled): readonly Piece[] {
  const { read, layer, values, carry, shares, step, unit, translate } = now;
  if (!carry) {
    const none = findCarry(layer);
    return isCarry(none) ? [] : [noSharesWords(none, translate)];
  }
  if (!shares) {
    return [noPartsWords(read, values, carry, step, unit, translate)];
  }
  const { steps } = shares;
  return forgettingSentence(
    read,
    layer,
    shares,
    count => {
      const earlier = steps[steps.length - count];
      return earlier
        ? values.channel(carry.state, values.before(earlier.step), unit)
        : null;
    },
    translate
  );
}

/** The shares as rows: written, kept, left. */
export function sharesTable({
  read: { time },
  carry,
  shares,
  window,
  translate
}: Pick<Unrolled, 'carry' | 'shares' | 'translate'> & {
  readonly window?: Unrolled['window'];
  readonly read: Pick<Unrolled['read'], 'time'>;
}): Table {
  const { labels } = time;
  const steps = shares?.steps ?? [];
  const kept = (row: number) =>
    writtenAndKept(steps[row], shares?.units ?? 1, translate);
  // What it began with, a step each, then what is not explained, and the sum.
  const column = (
    name: string,
    start: string | number,
    of: (row: number) => string | number,
    rounding: string | number = '',
    sum: string | number = ''
  ): Column =>
    note(name, row =>
      row === 0
        ? start
        : row <= steps.length
          ? of(row - 1)
          : row === steps.length + 1
            ? rounding
            : sum
    );
  const { initial, remainder, total } = shares ?? {
    ...{ initial: { written: NaN, left: NaN }, remainder: NaN, total: NaN }
  };
  return {
    caption: translate(
      'What %1 at %step %2 is made of, %3',
      shares?.state ?? '',
      shares?.step ?? 0,
      shares?.unit === 'mean'
        ? translate('mean of units')
        : translate('unit %1', shares?.unit ?? 0)
    ),
    places: {
      count: steps.length + 3,
      nameOf: row =>
        row === 0
          ? earlierWords({ shares, translate }, window)
          : stepWords(time, steps[row - 1]?.step ?? 0, translate)
    },
    columns: {
      step: {
        ...column(
          translate('%step'),
          translate('start'),
          row => steps[row].step,
          translate('rounding'),
          translate('sum')
        ),
        role: 'place'
      },
      // A column of words only where steps have words, and none of the name of another.
      ...(labels && {
        label: column(translate('label'), '', row => labels[steps[row].step])
      }),
      written: column(
        translate('written: %1', carry?.terms.write ?? ''),
        initial.written,
        row => kept(row)[0]
      ),
      kept: column(
        translate('kept: %1', carry?.terms.keep ?? ''),
        '',
        row => kept(row)[1]
      ),
      left: column(
        translate('left'),
        initial.left,
        row => steps[row].left,
        remainder,
        total
      )
    }
  };
}

/** A number of the chain, by its letter. */
export const chainQuantities = ({
  layer,
  values
}: Pick<Unrolled, 'layer' | 'values'>) => [
  ...chainRows(layer).map(({ label, expression }) => ({
    name: label,
    at: (step: number, unit: Unrolled['unit']) =>
      values.value(expression, step, unit)
  })),
  ...chainStates(layer).map(({ name }) => ({
    name,
    at: (step: number, unit: Unrolled['unit']) =>
      values.channel(name, step, unit)
  }))
];

/** The rows and wires of the chain at every step. */
function chainTable(now: Unrolled): Table {
  const { read, trace, layer, unit, translate } = now;
  const { kept, steps, labels } = trace.time;
  const rows = kept ?? Array.from({ length: steps }, (_, step) => step);
  const named = read.time.labels ?? labels;
  return {
    caption: translate(
      '%1, all %steps, %2',
      layer.cellName,
      unit === 'mean'
        ? translate('mean of %1 units', layer.units)
        : translate('unit %1', unit)
    ),
    places: {
      count: rows.length,
      nameOf: row => stepWords(read.time, rows[row], translate)
    },
    columns: {
      step: place(translate('%step'), row => named?.[rows[row]] ?? rows[row]),
      ...numbered(
        'of',
        chainQuantities(now).map(({ name, at }) =>
          note(name, row => at(rows[row], unit) ?? '–')
        )
      )
    }
  };
}
