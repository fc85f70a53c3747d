import type { CheckReport } from '../../trace';
import type { ViewFactory } from '../context';
import type { Translate } from '../../scene/words/translate';
import { createCursor } from '../base/cursor';
import { createStepView, type StepView } from '../base/createStepView';
import { fill, html } from '../base/dom';
import {
  formatDuration,
  formatFixed,
  formatInteger
} from '../../scene/words/format';
import { textMeasure } from '../base/measure';
import type { DataTable } from '../../scene/dataTable';
import { describerOf } from '../describe/describerOf';
import { createAnswerRun, type AnswerRun } from './answerRun';
import {
  comparedChannel,
  createComparedMaps,
  type ComparedMaps
} from './comparedMaps';
import { channelChips, reportBox, worth } from './reportWords';
import type { ShownLines } from '../describe/line';

/** The report of a check: what is wrong, where first, expected and got. */
export const createCheckView: ViewFactory<CheckReport> = (
  element,
  bundle,
  context
) => {
  const { translate } = context;
  let report = bundle;
  let maps: ComparedMaps | null = null;
  let run: AnswerRun | null = null;
  /** A report is of its own numbers: where it is looked at moves no other view. */
  const cursor = createCursor();
  const unit = (): number => cursor.position.unit ?? report.first?.unit ?? 0;
  const toUnit = (to: number): true => {
    const last = (maps?.units ?? 1) - 1;
    cursor.move({ unit: Math.max(0, Math.min(last, to)) }, report);
    return true;
  };
  const setTools = (): void => base.frame.setTools(run?.tools() ?? []);
  const base: StepView<'check'> = createStepView(element, {
    kind: 'check',
    bundle,
    context: { ...context, cursor },
    title: translate('Check'),
    clicks: true,
    pins: null,
    steps: () => ({
      steps: comparedChannel(report)?.expected?.shape[0] ?? 1,
      opens: report.first?.step ?? 0
    }),
    take(next) {
      report = next;
      cursor.move({ step: null, unit: null }, report);
    },
    table: () => reportTable(report, translate),
    describer: describerOf(() => reportLines(report, unit(), translate)),
    draw() {
      const { frame } = base;
      const channel = comparedChannel(report);
      maps = channel
        ? createComparedMaps(
            report,
            channel,
            frame.width,
            textMeasure(`12px ${getComputedStyle(frame.element).fontFamily}`),
            translate
          )
        : null;
      fill(
        frame.picture,
        reportBox(report, translate),
        maps ? [maps.element] : [],
        chips(report, translate)
      );
      frame.setTitle(
        report.title ?? context.exerciseTitle?.() ?? translate('Check')
      );
      frame.setMeta(worth(report, translate));
      frame.setReading(checkReading(report, translate));
      frame.setChanged(checkedWords(report, translate));
      run ??= createAnswerRun(frame, context, setTools);
      run.show(report);
      run.resize();
      setTools();
    },
    paint(theme) {
      maps?.paint(theme);
      run?.themeChanged();
    },
    lit: () => String(unit()),
    show: step => maps?.moveTo(step, unit()),
    describe: step => ({
      spoken: spokenNumbers(report, step, unit(), translate)
    }),
    at: event => maps?.at(event.clientX, event.clientY) ?? null,
    over(hit) {
      if (hit && !cursor.position.pinned) {
        cursor.move(hit, report);
      }
    },
    dispose: () => run?.dispose(),
    onKey: action =>
      (action === 'nextUnit' && toUnit(unit() + 1)) ||
      (action === 'previousUnit' && toUnit(unit() - 1))
  });
  base.frame.element.classList.add('jp-gatescope-check');
  return base.view;
};

/** The first difference of each channel, where there are channels. */
function chips(report: CheckReport, translate: Translate): HTMLElement[] {
  const list = channelChips(report, translate);
  const title = html(
    'p',
    { class: 'jp-gatescope-chips-title' },
    translate('first difference in each channel')
  );
  return list ? [...(report.status === 'notYet' ? [title] : []), list] : [];
}

/** The line above the report. */
function checkReading(
  { status, first }: CheckReport,
  translate: Translate
): string {
  switch (status) {
    case 'passed':
      return translate('every number agrees with the reference.');
    case 'didNotRun':
      return translate('nothing is lost and no attempt is counted.');
    case 'notYet':
      return first
        ? translate(
            'only the first wrong number is loud; what follows from it is grey.'
          )
        : translate('what came, and what was asked for.');
  }
}

/**
 * How many numbers were looked at, and how long that took where it took long. A check that is worth no
 * points says it beside its title.
 */
function checkedWords(
  { status, maxPoints, numbersChecked, seconds }: CheckReport,
  translate: Translate
): string {
  const numbers = formatInteger(numbersChecked);
  return status === 'didNotRun' || numbersChecked === 0 || maxPoints === 0
    ? ''
    : seconds < 0.01
      ? numbersChecked === 1
        ? translate('Checked 1 number.')
        : translate('Checked %1 numbers.', numbers)
      : numbersChecked === 1
        ? translate('Checked 1 number in %1.', formatDuration(seconds))
        : translate(
            'Checked %1 numbers in %2.',
            numbers,
            formatDuration(seconds)
          );
}

/** Both numbers of a place, for a screen reader. */
function spokenNumbers(
  report: CheckReport,
  step: number,
  unit: number,
  translate: Translate
): string {
  const channel = comparedChannel(report);
  const [, units = 1] = channel?.expected?.shape ?? [];
  const at = step * units + unit;
  return channel
    ? translate(
        'step %1, unit %2: expected %3, got %4',
        step,
        unit,
        formatFixed(channel.expected?.values[at] ?? NaN, 4),
        formatFixed(channel.got?.values[at] ?? NaN, 4)
      )
    : '';
}

/** Expected and got, number by number, where the report has them; else one row a channel. */
function reportTable(
  report: CheckReport,
  translate: (text: string) => string
): DataTable {
  const channel = comparedChannel(report);
  if (channel?.expected && channel.got) {
    const [, units] = channel.expected.shape;
    const { expected, got } = channel;
    return {
      caption: `${channel.name}: ${translate('expected and got')}`,
      columns: ['step', 'unit', 'expected', 'got', 'difference'].map(translate),
      rows: Array.from(expected.values, (value, index) => [
        Math.floor(index / units),
        index % units,
        value,
        got.values[index],
        got.values[index] - value
      ])
    };
  }
  return {
    caption: report.message,
    columns: ['channel', 'first difference'].map(translate),
    rows: (report.channels ?? []).map(({ name, firstDifference }) => [
      name,
      firstDifference === null
        ? translate('none')
        : `${translate('step')} ${firstDifference}`
    ])
  };
}

/** What was expected of each unit and what the answer gave, as lines that can be described and may part. */
function reportLines(
  report: CheckReport,
  unit: number,
  translate: Translate
): ShownLines {
  const channel = comparedChannel(report);
  const [steps = 0, units = 0] = channel?.expected?.shape ?? [];
  return {
    time: {},
    lines: Array.from({ length: units }, (_, each) =>
      [
        {
          name: translate(
            'the expected %1 of unit %2',
            channel?.name ?? '',
            each
          ),
          array: channel?.expected
        },
        {
          name: translate('your %1 of unit %2', channel?.name ?? '', each),
          array: channel?.got
        }
      ].map(({ name, array }) => ({
        name,
        group: `unit ${each}`,
        values: Float64Array.from(
          { length: steps },
          (_unused, step) => array?.values[step * units + each] ?? NaN
        ),
        write: (value: number) => formatFixed(value, 4),
        place: { unit: each }
      }))
    ).flat(),
    here: 2 * unit + 1,
    parts: true,
    of: [report]
  };
}
