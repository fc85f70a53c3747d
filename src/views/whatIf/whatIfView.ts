import type { LayerTrace, Trace, ViewChoice } from '../../trace';
import { mark, type Mark } from '../../scene/marks/mark';
import { text } from '../../scene/marks/text';
import { layout } from '../../scene/layout';
import type { Placed, Scene, Surface } from '../../scene/scene';
import type { Table } from '../../scene/table';
import { defineView } from '../../scene/view';
import { unitsWords, stepsWords } from '../../scene/words/counts';
import { layerWords } from '../../scene/words/layerWords';
import { piecesText } from '../../scene/words/pieces';
import type { Translate } from '../../scene/words/translate';
import { gatesAnswer } from '../gates/gatesWords';
import { unitTable } from '../gates/gatesTables';
import { mapChoices, mapOptions } from '../map/mapChoices';
import { inRoom, type PictureRoom } from '../map/inRoom';
import { mapDrawing } from '../map/mapDrawing';
import { mapPanels } from '../map/mapPanels';
import type { SceneFrame } from '../map/mapScene';
import { fileRoom, openedPlace } from '../map/openedPlace';
import { changedWords } from './changedWords';
import { openingOperations, type WhatIfOperation } from './operation';
import { endMarks, sideHeading, sideMarks, type SideKind } from './sideMarks';
import {
  whatIfScenes,
  type ChangeProgress,
  type WhatIfScenes
} from './whatIfScenes';

/** What a bundle does not have: the run with what is changed, and what was changed in it. */
export interface ChangedRunData {
  readonly after: Trace;
  readonly operations: readonly WhatIfOperation[];
  /** The channel to hold. */
  readonly channel?: string;
  /** Whether what was changed last is still to come. */
  readonly awaited?: boolean;
  /** The page; else it is a file. */
  readonly room?: Pick<SceneFrame, 'narrow' | 'settings' | 'ratio'>;
  /** The scales of the charts, where these stand still while something is dragged. */
  readonly domains?: readonly (readonly [number, number])[];
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
  /** The unit that is looked at; null for that on which the run opens. */
  readonly lit?: number | null;
}

/** More clamps than these are not named in a question. */
const MOST_NAMED = 3;

/** What is asked of a run: what happens to it with what was made of it, or could be. */
export function whatIfQuestion(
  trace: Trace,
  operations: readonly WhatIfOperation[],
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
export const progressOf = (
  operations: readonly WhatIfOperation[]
): ChangeProgress =>
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
  const { bundle: trace, chosen, lit: unit = null } = now;
  const options = mapOptions(trace, chosen);
  const layer = trace.layers[options.layer];
  const data = dataOf(now);
  return {
    ...{ trace, options, layer, data },
    at: { ...openedPlace(trace, layer), ...(unit !== null && { unit }) },
    channel: data.channel ?? channelToHold(trace, layer)
  };
};

/** Both runs as they are drawn. */
export const scenesOf = inRoom((now: Moment, room): WhatIfScenes => {
  const { data, ...choice } = momentOf(now);
  const { translate } = now;
  const { after, room: own = fileRoom, domains } = data;
  return whatIfScenes(choice, after, { ...own, ...room, translate }, domains);
});

const progress = ({ operations, awaited }: ChangedRunData): ChangeProgress =>
  awaited ? 'awaited' : progressOf(operations);

/** What stands above a side. */
export const headingOf = (now: Moment, kind: SideKind, room?: PictureRoom) =>
  sideHeading(
    kind,
    scenesOf(now, room)[kind],
    progress(dataOf(now)),
    now.translate
  );

/** One of the two runs, laid out in the room of both: the page has each in its place, a file side by side. */
export const sideScene = (now: Moment, kind: SideKind): Scene => ({
  panels: [],
  layout(surface) {
    const { measure, theme } = surface;
    const { translate } = now;
    const scenes = scenesOf(now, surface);
    const { channel, at: opened, data } = momentOf(now);
    const [scene, other] =
      kind === 'before'
        ? [scenes.before, scenes.after]
        : [scenes.after, scenes.before];
    const isChanged = !['same', 'awaited'].includes(progress(data));
    const { at, ...drawn } = mapDrawing(scene, {
      ...{ theme, measure, translate, rail: false, legend: false },
      gutter: kind === 'before' || scene.narrow,
      over: sideMarks(
        kind,
        scene,
        other,
        isChanged ? scenes.firstStep : null,
        measure,
        translate
      ),
      beside: step => endMarks(scene, step, kind, translate)
    });
    const { height, railLeft, railWidth } = scene.layout;
    return {
      ...{ width: railLeft + railWidth, height, axis: [], badge: 0 },
      ...mapPanels(scene, name => name === channel),
      ...drawn,
      told: (step, unit) => at(step, unit ?? opened.unit)
    };
  }
});

/** Of the letters of a heading; it has a second line where name and loss have no room on one. */
const HEADING = 24;
const LINE = 16;
/** By how much bold letters are wider. */
const BOLD = 1.1;
const SIDES = ['before', 'after'] as const;

/** The two runs side by side, or where they are narrow one below the other, under their headings. */
function placed(now: Moment, surface: Surface, table: Table): Placed {
  const { measure, theme } = surface;
  const { before } = scenesOf(now, surface);
  const headings = SIDES.map(kind => headingOf(now, kind, surface));
  const fits = headings.every(
    ({ name, loss }) =>
      measure(name) * BOLD + 12 + measure(loss) <= before.layout.plotWidth
  );
  const top = HEADING + (fits ? 0 : LINE);
  let [left, down] = [0, 0];
  const sides = SIDES.map((kind, at) => {
    const side = layout(sideScene(now, kind), table, surface);
    const corner = { x: left, y: down + top };
    if (before.narrow) {
      down += top + side.height + LINE;
    } else {
      left += side.width;
    }
    const [panel] = side.panels;
    const { x, width } = panel.box;
    const { name, loss } = headings[at];
    const moved = (...marks: readonly Mark[]): Mark =>
      mark('g', { transform: `translate(${corner.x} ${corner.y})` }, ...marks);
    return {
      ...{ ...side, moved },
      bottom: corner.y + side.height,
      maps: side.maps.map(each => ({
        ...each,
        x: each.x + corner.x,
        y: each.y + corner.y
      })),
      head: [
        text(name, x, HEADING - 10 - top, {
          'font-weight': 700,
          fill: theme.color(kind === 'after' ? 'clamp' : 'ink')
        }),
        text(loss, x + (fits ? width : 0), -10, {
          anchor: fits ? 'end' : undefined,
          fill: theme.color('second')
        })
      ]
    };
  });
  return {
    ...{ width: surface.width, axis: [], badge: 0, hit: () => null },
    height: Math.max(...sides.map(({ bottom }) => bottom)) + 6,
    panels: sides[0].panels,
    maps: sides.flatMap(({ maps }) => maps),
    marks: sides.map(({ moved, head, marks }) => moved(...head, ...marks)),
    told: (step, unit) =>
      sides.map(({ moved, told }) => moved(...(told?.(step, unit) ?? [])))
  };
}

/** Where the two runs stand. */
const sidesOf = ({ data, translate }: Moment): readonly string[] =>
  data?.room?.narrow
    ? [translate('above'), translate('below')]
    : [translate('left'), translate('right')];

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
    layout: (surface, _, table) => placed(now, surface, table)
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
    answer(now, row) {
      const { data, at: opened, ...moment } = momentOf(now);
      const at = { ...opened, step: row ?? opened.step };
      return {
        row: at.step,
        sentence: piecesText(whatIfAnswer(moment, data, at, now.translate))
      };
    },
    reading: now =>
      dataOf(now).operations.length > 0
        ? now.translate(
            '%1, the run as it was; %2, the same run with what you changed (hatched) and everything after computed again.',
            ...sidesOf(now)
          )
        : now.translate(
            '%1, the run as it was; %2, the same run, in which nothing is changed yet.',
            ...sidesOf(now)
          )
  }
});

/** What a run opens with, as the data of its view. */
export const openedChanges = (trace: Trace, after: Trace): ChangedRunData => ({
  after,
  operations: openingOperations(trace)
});
