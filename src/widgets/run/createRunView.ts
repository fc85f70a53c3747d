import { asRead } from '../../trace';
import type { LayerTrace, Trace } from '../../trace';
import { createStepView, type StepView } from '../base/createStepView';
import { contentText, type Content } from '../base/dom';
import type { ChoiceName } from '../../scene/choices';
import { createMoment, type Moment } from '../../scene/createMoment';
import { drawView } from '../../scene/drawView';
import { dataTable } from '../../scene/table';
import type { ViewDefinition } from '../../scene/view';
import { formatFixed } from '../../scene/words/format';
import type { KeyAction } from '../../scene/words/keyAction';
import { layerWords } from '../../scene/words/layerWords';
import { runSteps } from '../base/openingPlace';
import { spokenLabel } from '../../scene/words/timeLabels';
import type { Tool } from '../base/tools';
import type { ViewContext } from '../context';
import { describerOf } from '../describe/describerOf';
import { layerLines } from '../describe/layerLines';
import type { ShownLines } from '../describe/line';
import type { Lit } from '../equations/equationBlock';
import type { UnitChoice } from '../../views/equations/layerValues';
import { layerTables } from '../gates/namedTables';
import type { StepHit, StepPointer } from '../base/stepPointer';
import { createStepFooter } from '../base/stepFooter';
import { pagePaper } from '../scene/pagePaper';
import { channelRows } from '../../views/map/traceChannels';
import {
  createRunFocus,
  type RunFocus,
  type RunFocusOptions,
  type RunPlace
} from './runFocus';

/** A number of a run, by its letter. */
export interface RunQuantity {
  readonly name: string;
  at(step: number, unit: UnitChoice): number | null;
}

/** What a page does that its definition does not tell. */
export interface RunViewOptions {
  readonly bundle: Trace;
  readonly context: ViewContext;
  /** Draws what does not change with the step. */
  readonly draw: (layer: LayerTrace, width: number) => void;
  /** Puts the numbers of a step on; returns where this is, beside the title. */
  readonly show: (place: RunPlace) => readonly string[];
  /** Lights what the cursor points at in this layer; returns what a screen reader says of it. */
  readonly light: (lit: Lit) => string;
  /** What the picture answers at a step, over it. */
  readonly answer: () => Content;
  /** What is read out of each step. */
  readonly quantities: () => readonly RunQuantity[];
  /** The channels that keys walk through, in order. */
  readonly channels: () => readonly string[];
  /** What the pointer does over its picture, besides lighting terms. */
  readonly pointer?: Pick<StepPointer<StepHit>, 'at' | 'over' | 'clicks'>;
  /** Answers keys of the view's own before all others. */
  readonly onKey?: (action: KeyAction, step: number) => boolean;
}

/** A view of one step and one unit of a run. */
export interface RunView<N extends ChoiceName, D> {
  readonly base: StepView<'trace'>;
  readonly place: RunPlace;
  /** Who moves the cursor. */
  readonly mover: object;
  /** What is chosen, and the choosing of it. */
  readonly focus: RunFocus;
  /** What its definition is told of. */
  readonly moment: Moment<'trace', N, D>;
}

/**
 * Makes a view of one step and one unit of a run, on what every view of steps stands on: layer, unit
 * or the mean of all, the channel or term that is lit, and the tools and keys for them.
 */
export function createRunView<N extends ChoiceName, D, Id extends string>(
  element: HTMLElement,
  definition: RunFocusOptions['view'] & ViewDefinition<'trace', N, D, Id>,
  options: RunViewOptions
): RunView<N, D> {
  const { context, bundle } = options;
  const { cursor, translate } = context;
  const mover = {};
  let trace = bundle;
  let drawn: LayerTrace | null = null;
  let shown = '';
  let toolUnit = -1;
  /** What the next frame says, and reads out. */
  let news: string[] = [];

  const focus = createRunFocus({
    view: definition,
    trace: () => trace,
    ...{ context, source: mover, step: () => base.step },
    changed: () => base.draw()
  });
  const placeAt = (step: number): RunPlace => ({
    layer: focus.layer,
    step,
    unit: focus.unit
  });
  const unitWords = (): string => wordsOf(focus, translate);
  const drawTools = (): void => {
    toolUnit = focus.singleUnit;
    base.frame.setTools([...focus.tools(), ...stepTools(base, translate)]);
  };
  const moment = createMoment(definition, bundle, focus.kept, translate);
  const litHere = (): Lit => litIn(focus.layer, cursor);
  const showStep = (place: RunPlace): void => {
    const { layer } = place;
    moment.take(trace);
    base.frame.setMeta(
      [
        ...layerWords(base.bundle, layer, translate),
        ...options.show(place),
        unitWords()
      ].join(' · ')
    );
    if (focus.singleUnit !== toolUnit) {
      drawTools();
    }
    const spoken = spokenStep(
      base.bundle,
      place,
      options.quantities(),
      unitWords(),
      translate
    );
    const answer = options.answer();
    base.frame.setAsked(definition.words.question(moment.now), answer);
    base.frame.setNotice(definition.words.notice?.(moment.now) ?? '');
    news = [spoken, contentText(answer)];
    // What is said of the step may be computed for it, and stands in the table too.
    base.frame.refreshTable();
  };
  const base: StepView<'trace'> = createStepView(element, {
    kind: 'trace',
    bundle,
    context,
    title: definition.title(translate),
    ...filesOf(definition, moment, () => base),
    ...layerTables(context, focus, () => ({ trace, step: base.step })),
    choice: focus.code,
    keyWords: focus.keyWords(),
    asks: true,
    describer: describerOf(() => linesOf(trace, focus, context)),
    ...options.pointer,
    plays: true,
    steps: run => runSteps(run, focus.layer),
    take(next) {
      trace = next;
    },
    draw(width) {
      drawn = focus.layer;
      shown = '';
      moment.take(trace);
      options.draw(drawn, width);
      base.frame.setReading(readingOf(definition, moment.now));
      footer.fit();
      drawTools();
    },
    lit: () => {
      const { channel, term } = litHere();
      return [focus.layer.name, focus.unit, channel, term].join(' ');
    },
    show(step) {
      if (focus.layer !== drawn) {
        base.draw();
        return;
      }
      const place = placeAt(step);
      if (`${step} ${place.unit}` !== shown) {
        shown = `${step} ${place.unit}`;
        showStep(place);
      }
      news.push(options.light(litHere()));
    },
    describe() {
      const spoken = news.filter(Boolean).join('; ');
      news = [];
      return { changed: '', spoken };
    },
    onKey: (action, step) =>
      (options.onKey?.(action, step) ?? false) ||
      runKey(action, { cursor, mover, focus, channels: options.channels })
  });
  const footer = createStepFooter(base.frame, base.key, translate);
  return {
    base,
    get place() {
      return placeAt(base.step);
    },
    mover,
    focus,
    moment
  };
}

const readingOf = <N extends ChoiceName, D, Id extends string>(
  { words: { reading, hint } }: ViewDefinition<'trace', N, D, Id>,
  now: Moment<'trace', N, D>['now']
): string => `${reading(now)} ${hint?.(now) ?? ''}`;

/** What a definition gives by itself: its table, and files. */
const filesOf = <N extends ChoiceName, D, Id extends string>(
  definition: ViewDefinition<'trace', N, D, Id>,
  moment: Moment<'trace', N, D>,
  base: () => StepView<'trace'>
) => ({
  table: () => dataTable(moment.table),
  csv: () => definition.csv?.(moment.now) ?? dataTable(moment.table),
  svg: () =>
    drawView(definition, moment.now, {
      ...pagePaper(base().frame.element),
      row: base().step
    })
});

/** Which unit is shown, or the mean of how many. */
function wordsOf(
  { unit, layer }: RunFocus,
  translate: ViewContext['translate']
): string {
  return unit === 'mean'
    ? translate('mean of %1 units', layer.units)
    : translate('unit %1', unit);
}

/** The channels that are computed, as lines to be described. */
function linesOf(
  trace: Trace,
  { layer, singleUnit }: RunFocus,
  { cursor, translate }: ViewContext
): ShownLines {
  const channels = channelRows(layer, false).map(({ channel }) => channel);
  const here = { channel: cursor.position.channel, unit: singleUnit };
  return layerLines(trace, layer, channels, here, translate);
}

/** What the cursor points at in a layer. */
function litIn({ name }: LayerTrace, { position }: ViewContext['cursor']): Lit {
  const { channel, term = null, layer } = position;
  return layer === null || layer === name
    ? { channel, term }
    : { channel: null, term: null };
}

/** The keys of units, channels and terms. */
function runKey(
  action: KeyAction,
  {
    cursor,
    mover,
    focus,
    channels
  }: {
    readonly cursor: ViewContext['cursor'];
    readonly mover: object;
    readonly focus: RunFocus;
    readonly channels: () => readonly string[];
  }
): boolean {
  switch (action) {
    case 'nextChannel':
    case 'previousChannel': {
      const channel = channelBeside(
        channels(),
        cursor,
        action === 'nextChannel' ? 1 : -1
      );
      if (channel !== undefined) {
        cursor.move({ channel, term: null, layer: focus.layer.name }, mover);
      }
      return true;
    }
    case 'leave':
      if (cursor.position.term) {
        cursor.move({ term: null, pinned: false }, mover);
        return true;
      }
      return false;
    default:
      return focus.key(action);
  }
}

/** The next or previous channel; the first where none is lit. */
function channelBeside(
  names: readonly string[],
  { position }: ViewContext['cursor'],
  move: 1 | -1
): string | undefined {
  const at = names.indexOf(position.channel ?? '');
  return names[at < 0 ? 0 : at + move];
}

/** A step as it is read out: where, and all its numbers. */
function spokenStep(
  trace: Trace,
  { layer, step, unit }: RunPlace,
  quantities: readonly RunQuantity[],
  unitWords: string,
  translate: ViewContext['translate']
): string {
  const numbers = quantities.map(({ name, at }) => {
    const value = at(step, unit);
    return `${name} ${value === null ? '–' : formatFixed(value)}`;
  });
  const label = spokenLabel(asRead(trace, layer).time.labels?.[step]);
  const where = `${translate('%step %1', step)} ${label}`.trim();
  return `${where}, ${unitWords}: ${numbers.join(', ')}`;
}

/** The buttons that move the cursor by a step, and between them the one that plays. */
function stepTools(
  { key, playTool }: Pick<StepView<'trace'>, 'key' | 'playTool'>,
  translate: ViewContext['translate']
): Tool[] {
  return [
    {
      id: 'back',
      label: translate('◂ %step'),
      title: translate('One %step back (←)'),
      look: 'quiet',
      run: () => void key('previousStep')
    },
    { ...playTool(), keep: true },
    {
      id: 'on',
      label: translate('%step ▸'),
      title: translate('One %step on (→)'),
      look: 'quiet',
      run: () => void key('nextStep')
    }
  ];
}
