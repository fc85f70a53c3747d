import type { Claim } from '../../trace';
import { across } from '../../scene/layoutAcross';
import type { ChosenOf } from '../../scene/choices';
import { mark, type Mark } from '../../scene/marks/mark';
import { rule } from '../../scene/marks/rule';
import { text } from '../../scene/marks/text';
import {
  decadesOf,
  extentOf,
  nearPowerWords
} from '../../scene/marks/valueScale';
import { axisLook } from '../../scene/placeMarks';
import {
  dots,
  ruleAt,
  ticks,
  type PlacedPanel,
  type SceneMark,
  type Shape,
  type Surface
} from '../../scene/scene';
import {
  dataTable,
  note,
  number,
  numbered,
  place,
  type Table
} from '../../scene/table';
import type { Ink, SceneTheme } from '../../scene/theme';
import { defineView } from '../../scene/view';
import { shorten } from '../../scene/words/fitText';
import { spreadWriter } from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';
import {
  acrossBudgets,
  allPlaces,
  bestScores,
  claimPlace,
  meanOf,
  scoresOfRow,
  stopsAt,
  type ClaimAt
} from './claimPlaces';
import {
  claimSentence,
  claimSentences,
  claimPlaceWords,
  rangeSentence,
  stopSentence,
  verdictName
} from './claimWords';

/** From the least to the greatest by this factor, equal factors are equal lengths. */
const LOG_FROM = 30;
/** The learning rate with which each row stands at its own best one. */
const OWN_BEST = 0;
/** The height of a budget's box. */
const BOX = 44;
/** What a line of words takes from top to bottom. */
const LETTERS = 18;
/** Narrower than this a box has its sign alone. */
const WORDS_FROM = 70;

/** A row's own shape and color, so that no row is known by its color alone. */
const LOOKS: readonly { readonly ink: Ink; readonly shape: Shape }[] = [
  { ink: 'keep', shape: 'circle' },
  { ink: 'cell', shape: 'diamond' },
  { ink: 'write', shape: 'square' },
  { ink: 'filter', shape: 'triangle' },
  { ink: 'propose', shape: 'circle' },
  { ink: 'other', shape: 'diamond' }
];
const BOXES = {
  holds: { ink: 'right-tint', sign: '✓' },
  partly: { ink: 'shade', sign: '≈' },
  fails: { ink: 'wrong-tint', sign: '✕' }
} as const;

type Chosen = ChosenOf<'budget' | 'rate' | 'size'>;

/** Where the choices stand in the sweep. */
const claimAt = (
  { budgets, rates, sizes = [] }: Claim,
  { budget, rate, size }: Chosen
): ClaimAt => ({
  budget: Math.max(0, budgets.indexOf(budget)),
  rate: rates.indexOf(rate) + 1,
  size: Math.max(0, sizes.indexOf(size))
});

/**
 * A sentence with the trainings over which it was tried: a column a budget with what became of the
 * sentence there, a dot a seed, and where the sentence stops being true.
 */
export const claimView = defineView<'claim'>()({
  name: 'claim',
  kind: 'claim',
  title: translate => translate('Claim'),
  choices: {
    budget: {
      options: ({ budgets }) => budgets.map(value => ({ value })),
      opens: ({ budgets, opens }) => budgets[opens.budget],
      title: (_, { budgetName }) => budgetName,
      keys: ['nextStep', 'previousStep', 'firstStep', 'lastStep']
    },
    rate: {
      options: ({ rates }, _, translate) =>
        rates.length === 0
          ? []
          : [
              { value: OWN_BEST, label: translate('each at its own best') },
              ...rates.map(value => ({ value }))
            ],
      opens: ({ rates, opens }) =>
        opens.rate === 0 ? OWN_BEST : rates[opens.rate - 1],
      title: translate => translate('learning rate'),
      tool: 'row',
      keys: ['nextUnit', 'previousUnit']
    },
    size: {
      options: ({ sizes = [] }) => sizes.map(value => ({ value })),
      opens: ({ sizes = [], opens }) => sizes[opens.size] ?? 0,
      title: (_, { sizeName = '' }) => sizeName,
      tool: 'row',
      keys: ['nextChannel', 'previousChannel']
    }
  },
  table({ bundle: claim, chosen, translate }) {
    const at = claimAt(claim, chosen);
    return claimTable(
      claim,
      claim.budgets.map((_, budget) => ({ ...at, budget })),
      translate
    );
  },
  csv: ({ bundle, translate }) =>
    dataTable(claimTable(bundle, allPlaces(bundle), translate)),
  scene({ bundle: claim, chosen, translate }) {
    const at = claimAt(claim, chosen);
    const { budgets, budgetName, rows, measure, reference } = claim;
    const picks = {
      picks: (lane: number) => ({
        budget: budgets[Math.floor(lane / rows.length)]
      })
    };
    return {
      layout: across,
      unnamed: true,
      key: rows.map((words, row) => ({ words, ...lookOf(row) })),
      panels: [
        {
          ...{ id: 'verdicts', caption: budgetName, height: BOX, ...picks },
          value: { names: [] },
          marks: [
            {
              kind: 'free',
              draw: (panel, theme, letters) =>
                boxes(claim, at, panel, theme, letters)
            }
          ]
        },
        {
          ...{ id: 'scores', caption: measure, height: 190, ...picks },
          value: axisOf(claim),
          marks: [
            ...(reference
              ? [
                  ruleAt(reference.value, {
                    name: 'reference',
                    words: reference.name
                  })
                ]
              : []),
            ...rows.flatMap((_, row) => seedsOf(claim, row)),
            {
              kind: 'free',
              draw: (panel, theme, letters) =>
                stopMarks(
                  claim,
                  at,
                  translate('no longer true'),
                  panel,
                  theme,
                  letters
                )
            }
          ]
        }
      ]
    };
  },
  words: {
    meta: ({ bundle: claim, chosen, translate }) =>
      [
        translate('%1 seeds, %2 rows', claim.seeds.length, claim.rows.length),
        claimPlaceWords(claim, claimAt(claim, chosen), translate, false)
      ]
        .filter(Boolean)
        .join(' · '),
    name: ({ bundle }) => bundle.sentence,
    question: ({ bundle, translate }) =>
      translate('Where does “%1” hold?', bundle.sentence),
    answer({ bundle: claim, chosen, translate }) {
      const at = claimAt(claim, chosen);
      return {
        row: at.budget * claim.rows.length,
        sentence: stopSentence(claim, at, translate)
      };
    },
    reading: ({ bundle, translate }) =>
      translate(
        'a mark is one training from one seed, the line is their mean. The box above says what became of the sentence there. Up the side: %1.',
        bundle.measure
      ),
    hint: ({ translate }) => translate('Choose a box: click it, or ← →.'),
    below: ({ bundle, translate }) => rangeSentence(bundle, translate),
    changed({ bundle, chosen, translate }) {
      const at = claimAt(bundle, chosen);
      const { verdict, rows } = claimSentence(bundle, at, translate);
      return [verdict, rows];
    },
    spoken({ bundle, chosen, translate }) {
      const at = claimAt(bundle, chosen);
      const { verdict, rows } = claimSentence(bundle, at, translate);
      return `${verdict} ${rows}`;
    },
    sentences: ({ bundle, chosen, translate }) =>
      claimSentences(bundle, claimAt(bundle, chosen), translate)
  }
});

const lookOf = (row: number) => LOOKS[row % LOOKS.length];

/** A row of the table is one of what is compared, with one budget. */
function claimTable(
  claim: Claim,
  places: readonly ClaimAt[],
  translate: Translate
): Table {
  const { rows, rates, sizes, sizeName, seeds, budgets, budgetName } = claim;
  const atOf = (lane: number) => places[Math.floor(lane / rows.length)];
  const rowOf = (lane: number) => lane % rows.length;
  const placeOf = (lane: number) => claimPlace(claim, atOf(lane));
  const scoresAt = (lane: number) => scoresOfRow(placeOf(lane), rowOf(lane));
  const write = spreadWriter(bestScores(claim));
  return {
    caption: claim.sentence,
    places: {
      count: places.length * rows.length,
      nameOf: lane =>
        `${rows[rowOf(lane)]}, ${claimPlaceWords(claim, atOf(lane), translate)}`,
      unordered: true
    },
    columns: {
      ...(sizes &&
        sizeName && {
          size: place(sizeName, lane => sizes[atOf(lane).size])
        }),
      budget: place(budgetName, lane => budgets[atOf(lane).budget]),
      row: place(translate('row'), lane => rows[rowOf(lane)]),
      ...(rates.length > 0 && {
        rate: note(
          translate('learning rate'),
          lane =>
            placeOf(lane).rates?.[rowOf(lane)] ?? rates[atOf(lane).rate - 1]
        )
      }),
      mean: number(translate('mean'), lane => meanOf(scoresAt(lane)), {
        write
      }),
      ...numbered(
        'seed',
        seeds.map((seed, at) =>
          number(translate('seed %1', seed), lane => scoresAt(lane)[at], {
            write
          })
        )
      ),
      verdict: note(translate('the sentence'), lane =>
        verdictName(placeOf(lane).verdict, translate)
      ),
      words: note(translate('decided by'), lane => placeOf(lane).words)
    }
  };
}

/** One axis for all sizes and rates: what moves with a choice are the dots. */
function axisOf({ places, reference }: Claim) {
  const also = [
    ...places.flatMap(({ scores: { values } }) => Array.from(values)),
    ...(reference ? [reference.value] : [])
  ];
  const [low, high] = extentOf([also]);
  return low > 0 && high / low >= LOG_FROM && decadesOf([also]) !== null
    ? {
        also,
        log: true,
        write: (value: number) => nearPowerWords(Math.round(Math.log10(value)))
      }
    : { also };
}

/** The dots of a row side by side, seed by seed, and a line at their mean. */
function seedsOf({ rows, seeds }: Claim, row: number): SceneMark[] {
  const { ink, shape } = lookOf(row);
  const where = (lane: number) => lane % rows.length === row;
  return [
    ...seeds.map((_, at) =>
      dots(`seed${at}`, {
        ...{ ink, shape, where, name: 'seed' },
        r: shape === 'diamond' ? 4.6 : 3.4,
        beside: (at + 0.5) / seeds.length - 0.5
      })
    ),
    ticks('mean', { ink, where, wide: true, name: 'mean' })
  ];
}

/** What became of the sentence with each budget: in words where these have room, else as a sign. */
function boxes(
  claim: Claim,
  at: ClaimAt,
  { box, places }: PlacedPanel,
  theme: SceneTheme,
  measure: Surface['measure']
): Mark[] {
  const rows = claim.rows.length;
  return acrossBudgets(claim, at).map(({ verdict, words }, budget) => {
    const x = places.left(budget * rows) + 3;
    const width = places.column * rows - 6;
    const middle = { anchor: 'middle', fill: theme.color('ink') } as const;
    const { ink, sign } = BOXES[verdict];
    const hasRoom = width >= WORDS_FROM && measure(words) <= width - 4;
    return mark(
      'g',
      { 'data-budget': budget },
      mark('rect', {
        ...{ x, y: box.y, width, height: box.height, rx: 6 },
        fill: theme.color(ink),
        ...(at.budget === budget && {
          stroke: theme.color('ink'),
          'stroke-width': 1.5
        })
      }),
      text(String(claim.budgets[budget]), x + width / 2, box.y + 18, {
        ...{ ...middle, 'font-size': 13, 'font-weight': 600 }
      }),
      text(hasRoom ? words : sign, x + width / 2, box.y + 35, {
        ...{ ...middle, 'font-size': 12 }
      })
    );
  });
}

/** Where the sentence is no longer true. */
function stopMarks(
  claim: Claim,
  at: ClaimAt,
  words: string,
  { box, places, value }: PlacedPanel,
  theme: SceneTheme,
  measure: Surface['measure']
): Mark[] {
  const stop = stopsAt(claim, at);
  if (stop === null) {
    return [];
  }
  const x = Math.round(places.left(stop * claim.rows.length)) + 0.5;
  const bottom = box.y + box.height;
  const isRight = x + 5 + measure(words) < box.x + box.width;
  const beside = claimPlace(claim, {
    ...at,
    budget: isRight ? stop : stop - 1
  });
  const heights = Array.from(beside.scores.values, value);
  // On the side on which no training stands.
  const isHigh =
    heights.some(y => y > bottom - LETTERS) &&
    heights.every(y => y > box.y + LETTERS);
  return [
    rule({
      ...{ x1: x, x2: x, y1: box.y - 4, y2: bottom },
      ...{ stroke: theme.color('wrong'), 'stroke-dasharray': '5 3' },
      'stroke-width': 1.5,
      ...theme.part('claim-stop')
    }),
    text(
      shorten(words, box.width, measure),
      isRight ? x + 5 : x - 5,
      isHigh ? box.y + LETTERS - 6 : bottom - 6,
      { anchor: isRight ? 'start' : 'end', ...axisLook(theme) }
    )
  ];
}
