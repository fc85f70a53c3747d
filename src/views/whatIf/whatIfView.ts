import type { LayerTrace, Trace, ViewChoice } from '../../trace';
import { mark, type Mark } from '../../scene/marks/mark';
import { text } from '../../scene/marks/text';
import type { Placed, PlacedMap, Surface } from '../../scene/scene';
import { defineView } from '../../scene/view';
import { unitsWords, stepsWords } from '../../scene/words/counts';
import { layerWords } from '../../scene/words/layerWords';
import { piecesText } from '../../scene/words/pieces';
import type { Translate } from '../../scene/words/translate';
import { gatesAnswer } from '../gates/gatesWords';
import { wholePanel } from '../gates/gatesView';
import { unitTable } from '../gates/gatesTables';
import { mapChoices, mapOptions } from '../map/mapChoices';
import { mapDrawing } from '../map/mapDrawing';
import { fileSettings, openedPlace } from '../map/openedPlace';
import { changedWords } from './changedWords';
import { openingOperations, type Operation } from './operation';
import { endMarks, sideHeading, sideMarks, type SideKind } from './sideMarks';
import { whatIfScenes, type Progress } from './whatIfScenes';

/** What a bundle does not have: the run with what is changed, and what was changed in it. */
export interface ChangedRunData {
  readonly after: Trace;
  readonly operations: readonly Operation[];
  /** The channel to hold. */
  readonly channel?: string;
}

/** The channels that can be held: everything that a step computes. */
export const holdable = ({ channels }: LayerTrace): string[] =>
  channels
    .filter(({ role }) => role !== 'gradient' && role !== 'term')
    .map(({ name }) => name);

/** The first of the wanted channels that can be held, else one that the run holds, else the first that can. */
export function channelToHold(
  { clamps, view }: Trace,
  layer: LayerTrace,
  wanted: readonly (string | null | undefined)[] = []
): string {
  const names = holdable(layer);
  const held = [...(view?.clamps ?? []), ...clamps].filter(
    each => each.layer === layer.name
  );
  return (
    [...wanted, ...held.map(({ channel }) => channel)].find(
      (name): name is string => typeof name === 'string' && names.includes(name)
    ) ?? names[0]
  );
}

interface Moment {
  readonly bundle: Trace;
  readonly chosen: ViewChoice;
  readonly data: ChangedRunData | null;
  readonly translate: Translate;
}

/** More clamps than these are not named in a question. */
const MOST_NAMED = 3;

/** What is asked of a run: what becomes of it with what was made of it, or could be. */
export function whatIfQuestion(
  trace: Trace,
  operations: readonly Operation[],
  channel: string,
  translate: Translate
): string {
  const clamps = [
    ...trace.clamps,
    ...operations.flatMap(each => (each.kind === 'clamp' ? [each.clamp] : []))
  ];
  const edits =
    trace.edits.length +
    operations.length -
    clamps.length +
    trace.clamps.length;
  const changes = [
    ...clamps
      .slice(-MOST_NAMED)
      .map(each =>
        each.value === 'mean'
          ? translate('%1 is held at its mean', each.channel)
          : translate('%1 is held at %2', each.channel, each.value)
      ),
    ...(edits === 0
      ? []
      : [
          edits === 1
            ? translate('a number of the input is another')
            : translate('%1 numbers of the input are others', edits)
        ])
  ];
  return changes.length === 0
    ? translate('What if %1 is held?', channel)
    : translate('What if %1?', changes.join(', '));
}

/** What the changes did; of a run that nothing is changed in, its numbers. */
export function whatIfAnswer(
  {
    trace,
    options
  }: { readonly trace: Trace; readonly options: { readonly layer: number } },
  { after, operations }: Pick<ChangedRunData, 'after' | 'operations'>,
  at: { readonly step: number; readonly unit: number },
  translate: Translate
): ReturnType<typeof changedWords> {
  if (operations.length > 0) {
    return changedWords(trace, after, options.layer, operations, translate);
  }
  const layer = trace.layers[options.layer];
  return [
    trace.clamps.length + trace.edits.length > 0
      ? ''
      : `${translate('Nothing is held or edited here.')} `,
    gatesAnswer({ trace, layer, overSequences: false }, at, translate, false)
  ];
}

/** How far a run with these changes is. */
export const progressOf = (operations: readonly Operation[]): Progress =>
  operations.length === 0
    ? 'same'
    : operations.some(({ kind }) => kind === 'edit')
      ? 'changed'
      : 'clamped';

/** What the view is of, beside its title. */
export const whatIfMeta = (
  trace: Trace,
  { layer: index, sort, sortAt }: ReturnType<typeof mapOptions>,
  translate: Translate
): string => {
  const layer = trace.layers[index];
  return [
    ...layerWords(trace, layer, translate),
    sort === 'value' && sortAt
      ? translate('sorted by %1 at %step %2', sortAt.channel, sortAt.step)
      : unitsWords(layer.units, translate),
    stepsWords(trace.time.steps, translate)
  ].join(' · ');
};

const dataOf = ({ bundle, data }: Moment): ChangedRunData =>
  data ?? { after: bundle, operations: [] };

/** The run, what of it is looked at, and what is changed in it. */
const momentOf = (now: Moment) => {
  const { bundle: trace, chosen } = now;
  const options = mapOptions(trace, chosen);
  const layer = trace.layers[options.layer];
  const data = dataOf(now);
  return {
    ...{ trace, options, layer, data },
    at: openedPlace(trace, layer),
    channel: data.channel ?? channelToHold(trace, layer)
  };
};

/** Of the letters of a heading; it has a second line where name and loss have no room on one. */
const HEADING = 24;
const LINE = 16;
/** By how much bold letters are wider. */
const BOLD = 1.1;

/** The two runs side by side, as the page has them. */
function placed(
  now: Moment,
  { width, measure, theme }: Surface,
  step: number | null
): Placed {
  const { translate } = now;
  const { at: opened, data, ...choice } = momentOf(now);
  const at = { ...opened, step: step ?? opened.step };
  const { before, after, firstStep } = whatIfScenes(choice, data.after, {
    ...{ ...fileSettings, width, measure, translate }
  });
  const progress = progressOf(data.operations);
  const headings = {
    before: sideHeading('before', before, progress, translate),
    after: sideHeading('after', after, progress, translate)
  };
  const fits = Object.values(headings).every(
    ({ name, loss }) =>
      measure(name) * BOLD + 12 + measure(loss) <= before.layout.plotWidth
  );
  const top = HEADING + (fits ? 0 : LINE);
  const maps: PlacedMap[] = [];
  const side = (kind: SideKind, left: number): Mark => {
    const [scene, other] =
      kind === 'before' ? [before, after] : [after, before];
    const { layout } = scene;
    const drawing = mapDrawing(scene, {
      ...{ at, theme, measure, translate },
      ...{ gutter: kind === 'before', rail: false, legend: false },
      over: [
        ...sideMarks(
          kind,
          scene,
          other,
          progress === 'same' ? null : firstStep,
          measure,
          translate
        ),
        ...endMarks(scene, at.step, kind, translate)
      ]
    });
    maps.push(
      ...drawing.maps.map(each => ({
        ...each,
        x: each.x + left,
        y: each.y + top
      }))
    );
    const { name, loss } = headings[kind];
    return mark(
      'g',
      { transform: `translate(${left} ${top})` },
      text(name, layout.plotLeft, HEADING - 10 - top, {
        'font-weight': 700,
        fill: theme.color(kind === 'after' ? 'clamp' : 'ink')
      }),
      text(loss, layout.plotLeft + (fits ? layout.plotWidth : 0), -10, {
        anchor: fits ? 'end' : undefined,
        fill: theme.color('second')
      }),
      ...drawing.marks
    );
  };
  const marks = [
    side('before', 0),
    side('after', before.layout.railLeft + before.layout.railWidth)
  ];
  return {
    ...{ width, maps, marks, axis: [], badge: 0 },
    height: top + Math.max(before.layout.height, after.layout.height) + 6,
    panels: [wholePanel(before)],
    hit: () => null
  };
}

/** What a gate, or an input, does for the answer. */
export const whatIfView = defineView<'trace', ChangedRunData>()({
  name: 'what-if',
  kind: 'trace',
  title: translate => translate('What if'),
  choices: mapChoices,
  table(now) {
    const { trace, layer, data, at } = momentOf(now);
    return unitTable(
      {
        trace: data.after,
        layer: data.after.layers[trace.layers.indexOf(layer)],
        rows: layer.channels.map(channel => ({ channel }))
      },
      at.unit,
      now.translate
    );
  },
  scene: now => ({
    panels: [],
    layout: surface => placed(now, surface, surface.row ?? null)
  }),
  words: {
    meta(now) {
      const { trace, options } = momentOf(now);
      return whatIfMeta(trace, options, now.translate);
    },
    question(now) {
      const { trace, data, channel } = momentOf(now);
      return whatIfQuestion(trace, data.operations, channel, now.translate);
    },
    answer(now) {
      const { data, at, ...moment } = momentOf(now);
      return {
        row: at.step,
        sentence: piecesText(whatIfAnswer(moment, data, at, now.translate))
      };
    },
    reading: now =>
      dataOf(now).operations.length > 0
        ? now.translate(
            '%1, the run as it was; %2, the same run with what you changed (hatched) and everything after computed again.',
            now.translate('left'),
            now.translate('right')
          )
        : now.translate(
            '%1, the run as it was; %2, the same run, in which nothing is changed yet.',
            now.translate('left'),
            now.translate('right')
          )
  }
});

/** What a run opens with, as the data of its view. */
export const openedChanges = (trace: Trace, after: Trace): ChangedRunData => ({
  after,
  operations: openingOperations(trace)
});
