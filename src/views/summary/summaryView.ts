import type { ModelSummary } from '../../trace';
import { mark, type Mark } from '../../scene/marks/mark';
import { bold, moved, paragraphs, plain } from '../../scene/marks/paragraphs';
import { stepScale } from '../../scene/marks/plane';
import { rule } from '../../scene/marks/rule';
import { text } from '../../scene/marks/text';
import { linearScale } from '../../scene/marks/valueScale';
import { axisLook } from '../../scene/placeMarks';
import type { Layout, PlacedPanel, Surface } from '../../scene/scene';
import type { Table } from '../../scene/table';
import { defineView } from '../../scene/view';
import { formatInteger, formatPercent } from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';

type Layer = ModelSummary['layers'][number];

/** `[B, T, 32]` for the shape `[null, 32]` of one sequence: B and T are known only in a run. */
export const shapeWords = (shape: readonly (number | null)[]): string =>
  `[${['B', ...shape.map(extent => extent ?? 'T')].join(', ')}]`;

/** The model summary: which layers, and where each parameter count comes from. */
export const summaryView = defineView<'summary'>()({
  name: 'summary',
  kind: 'summary',
  title: translate => translate('Model'),
  table: ({ bundle, translate }) => summaryTable(bundle, translate),
  scene: ({ bundle, translate }) => ({
    panels: [],
    layout: surface => summaryPicture(bundle, surface, translate),
    overlay: {
      // In a file nobody walks along the layers.
      marks: (row, { panels }, { theme, row: saved }) =>
        saved === undefined && panels[row]
          ? [
              mark('rect', {
                ...panels[row].box,
                y: panels[row].box.y + panels[row].box.height - 1,
                ...{ height: 2, fill: theme.color('brand') }
              })
            ]
          : []
    }
  }),
  words: {
    meta: ({ bundle: { title, total }, translate }) =>
      [
        ...(title ? [title] : []),
        translate('%1 parameters', formatInteger(total))
      ].join(' · '),
    question: ({ translate }) => translate('How many parameters, and where?'),
    answer: ({ bundle, translate }) => ({
      row: 0,
      sentence: whereWords(bundle, translate)
    }),
    reading: ({ translate }) =>
      translate(
        'each layer with what it puts out (B sequences, T steps), and the arithmetic of what it learns.'
      ),
    spoken: ({ bundle, translate }, row) =>
      layerSentences(bundle, translate)[row] ?? null,
    sentences: ({ bundle, translate }) => [
      whereWords(bundle, translate),
      ...layerSentences(bundle, translate)
    ]
  }
});

/** `LSTM [B, T, 32]: 2,112 = 4((n+m)m+m) = …` */
const layerSentences = (
  summary: ModelSummary,
  translate: Translate
): readonly string[] =>
  layersInWords(summary, translate).map(
    ({ type, second, output, count, arithmetic: [formula, ...numbers] }) =>
      `${[type, second, output].filter(Boolean).join(' ')}: ${
        formula === undefined
          ? translate('nothing to learn')
          : [`${count} = ${formula}`, ...numbers].join(' ')
      }`
  );

/** Layers whose share is said; the others are told together. */
const SAID = 3;

/** How many there are, in which layers most of them, and how many are held fixed. */
function whereWords(
  { layers, total }: ModelSummary,
  translate: Translate
): string {
  const sum = formatInteger(total);
  const most = layers
    .filter(({ parameters: { count } }) => count > 0)
    .toSorted((a, b) => b.parameters.count - a.parameters.count);
  const fixed = layers
    .filter(({ trainable }) => !trainable)
    .reduce((all, { parameters: { count } }) => all + count, 0);
  if (most.length === 0) {
    return total === 0
      ? translate('None: nothing in it is learned.')
      : translate('%1 parameters', sum);
  }
  const rest = most
    .slice(SAID)
    .reduce((all, { parameters: { count } }) => all + count, 0);
  const parts = most
    .slice(0, SAID)
    .map(({ type, name, parameters: { count } }) => {
      const alike = layers.filter(each => each.type === type).length > 1;
      const where = alike ? `${type} ${name}` : type;
      return translate(
        '%1 in %2 (%3)',
        formatInteger(count),
        where,
        formatPercent(count / total)
      );
    });
  return [
    most.length === 1
      ? translate('%1, all of them in %2.', sum, most[0].type)
      : translate(
          '%1: %2.',
          sum,
          [
            ...parts,
            ...(rest > 0
              ? [translate('%1 in the others', formatInteger(rest))]
              : [])
          ].join(', ')
        ),
    ...(fixed > 0
      ? [translate('%1 of them are held fixed.', formatInteger(fixed))]
      : [])
  ].join(' ');
}

function summaryTable(
  { title, layers }: ModelSummary,
  translate: Translate
): Table {
  const column = (name: string, of: (layer: Layer) => string | number) => ({
    ...{ name: translate(name), role: 'note' as const },
    of: (row: number) => of(layers[row])
  });
  return {
    caption: title ?? translate('Model'),
    places: {
      count: layers.length,
      unit: translate('layer'),
      nameOf: row => layers[row].name,
      unordered: true
    },
    columns: {
      layer: column('layer', ({ name }) => name),
      type: column('type', ({ type }) => type),
      output: column('output', ({ outputShape }) => shapeWords(outputShape)),
      parameters: column('parameters', ({ parameters }) => parameters.count),
      formula: column('formula', ({ parameters }) => parameters.formula),
      arithmetic: column(
        'arithmetic',
        ({ parameters }) => parameters.arithmetic
      ),
      trainable: column('trainable', ({ trainable }) =>
        trainable ? translate('yes') : translate('no')
      ),
      computed: column('computed', ({ path }) => path ?? '')
    }
  };
}

/** What is said of a layer. */
interface LayerWords {
  readonly type: string;
  /** Its own name, where that is another, and that it is held fixed. */
  readonly second: string;
  readonly output: string;
  readonly count: string;
  /** Of the largest layer's count. */
  readonly share: number;
  /** The formula and, where that has letters, its numbers; nothing where there is nothing to learn. */
  readonly arithmetic: readonly string[];
}

/** The layers of a model, each in words. */
const layersInWords = (
  { layers }: ModelSummary,
  translate: Translate
): readonly LayerWords[] => {
  const largest = Math.max(
    1,
    ...layers.map(({ parameters }) => parameters.count)
  );
  return layers.map(({ name, type, outputShape, parameters, trainable }) => {
    const { count, formula, arithmetic } = parameters;
    return {
      type,
      second: [
        ...(name.toLowerCase() === type.toLowerCase() ? [] : [name]),
        ...(trainable ? [] : [translate('held fixed')])
      ].join(', '),
      output: shapeWords(outputShape),
      count: formatInteger(count),
      share: count / largest,
      arithmetic:
        count === 0
          ? []
          : [formula, ...(arithmetic === formula ? [] : [`= ${arithmetic}`])]
    };
  });
};

const slanted = { 'font-style': 'italic' };
const TRACK = 90;
const AIR = 8;
/** The arithmetic has a line of its own where less than this is left of the others. */
const LEAST = 150;

/** A row a layer: what it is, what it puts out, its count with its share, and the arithmetic. */
function summaryPicture(
  summary: ModelSummary,
  surface: Surface,
  translate: Translate
): ReturnType<Layout> {
  const { width, theme, measure } = surface;
  const layers = layersInWords(summary, translate);
  const total = formatInteger(summary.total);
  const widest = (words: readonly string[]) => Math.max(...words.map(measure));
  const output = Math.min(
    0.34 * width,
    1.1 * widest(layers.map(({ type, second }) => `${type} ${second}`)) + 16
  );
  const before =
    output + widest([translate('output'), ...layers.map(each => each.output)]);
  const track = Math.max(
    measure(translate('parameters')),
    Math.min(TRACK, 0.2 * width)
  );
  // In a panel a name has a line of its own, and below it what else there is of it.
  const isThin =
    before + track + AIR > width ||
    1.1 * widest(layers.flatMap(({ type, second }) => [type, second])) + AIR >
      output;
  const start = isThin ? 0 : output;
  const number = isThin ? width : before + track + (width < 560 ? 8 : 32);
  const beside = number + (width < 560 ? 10 : 24);
  const isBelow = width - beside < LEAST;
  const last = isBelow ? 0 : beside;
  const head = isThin ? 30 : 14;
  const foot = isBelow ? head + 16 : head;
  const marks: Mark[] = [
    text(translate('layer'), 0, 14, axisLook(theme)),
    text(translate('output'), start, head, axisLook(theme)),
    text(translate('parameters'), number, head, {
      ...{ anchor: 'end', ...axisLook(theme) }
    }),
    text(translate('arithmetic'), last, foot, axisLook(theme))
  ];
  const panels: PlacedPanel[] = [];
  let y = foot + 8;
  const line = (): void =>
    void marks.push(
      rule({ x1: 0, x2: width, y1: y, y2: y, stroke: theme.color('grid') })
    );
  const count = (words: string, part: string): Mark =>
    text(words, number, 13, {
      ...{ anchor: 'end', ...plain(theme), ...bold },
      ...theme.part(`summary-${part}`)
    });
  for (const each of layers) {
    line();
    const name = paragraphs(
      [
        { words: each.type, look: { ...bold, ...theme.part('summary-type') } },
        { words: each.second, look: axisLook(theme) }
      ],
      isThin ? width : output - 8,
      surface
    );
    const hasNone = each.arithmetic.length === 0;
    const arithmetic = paragraphs(
      (hasNone ? [translate('nothing to learn')] : each.arithmetic).map(
        (words, at) => ({
          words,
          look: { ...axisLook(theme), ...(at === 0 && !hasNone && slanted) }
        })
      ),
      width - last,
      surface
    );
    const top = y + AIR / 2;
    const below = isThin ? name.height : 0;
    const own = Math.max(name.height, below + 24);
    const bar = { x: number - track, y: 20, height: 2 };
    marks.push(
      ...moved(0, top, name.marks),
      ...moved(0, top + below, [
        text(each.output, start, 13, plain(theme)),
        count(each.count, 'count'),
        mark('rect', { ...bar, width: track, fill: theme.color('track') }),
        mark('rect', {
          ...bar,
          width: each.share * track,
          fill: theme.color('ink')
        })
      ]),
      ...moved(last, isBelow ? top + own : top, arithmetic.marks)
    );
    const height =
      AIR +
      (isBelow ? own + arithmetic.height : Math.max(own, arithmetic.height));
    const box = { x: 0, y, width, height };
    panels.push({
      ...{ id: `${panels.length}`, box, across: true },
      places: stepScale(1, box),
      value: linearScale([0, 1], box)
    });
    y += height;
  }
  line();
  marks.push(
    ...moved(0, y + AIR / 2, [
      text(translate('all'), 0, 13, { ...plain(theme), ...bold }),
      count(total, 'total')
    ])
  );
  const notes = paragraphs(
    (summary.notes ?? []).map(words => ({ words, look: axisLook(theme) })),
    width,
    surface
  );
  marks.push(...moved(0, y + 28, notes.marks));
  return {
    ...{ height: y + 28 + notes.height, marks, panels },
    hit(_, at) {
      const row = panels.findIndex(
        ({ box }) => at >= box.y && at < box.y + box.height
      );
      return row < 0 ? null : { row, column: 0, panel: panels[row] };
    }
  };
}
