import type { Bundle, CheckReport } from '../../trace';
import type { View, ViewFactory } from '../context';
import { fill, html } from '../base/dom';
import { createFrame } from '../base/frame';
import { formatDuration, formatFixed, formatInteger } from '../base/format';
import type { KeyAction } from '../base/keys';
import { textMeasure } from '../base/measure';
import type { DataTable } from '../base/table';
import { readTheme } from '../base/theme';
import {
  comparedChannel,
  createComparedMaps,
  type ComparedMaps
} from './comparedMaps';
import { channelChips, reportBox, worth } from './reportWords';

/** The report of a check: what is wrong, where first, expected and got. */
export const createCheckView: ViewFactory<CheckReport> = (
  element,
  bundle,
  context
) => {
  const { translate } = context;
  let report = bundle;
  let width = 0;
  let maps: ComparedMaps | null = null;
  let at = start();

  const frame = createFrame(element, {
    bundle,
    context,
    title: translate('Check'),
    onKey: action => onKey(action),
    table: () => reportTable(report, translate)
  });
  frame.element.classList.add('jp-gatescope-check');

  function start(): { step: number; unit: number } {
    const { first } = report;
    return { step: first?.step ?? 0, unit: first?.unit ?? 0 };
  }

  const build = (): void => {
    if (width === 0) {
      return;
    }
    const { status } = report;
    frame.setTitle(report.title ?? translate('Check'));
    frame.setMeta(worth(report, translate));
    frame.setReading(
      status === 'notYet' && !report.first
        ? translate('what came, and what was asked for.')
        : status === 'notYet'
          ? translate(
              'only the first wrong number is loud; what follows from it is grey.'
            )
          : status === 'passed'
            ? translate('every number agrees with the reference.')
            : translate('nothing is lost and no attempt is counted.')
    );
    const channel = comparedChannel(report);
    const chips = channelChips(report, translate);
    maps = channel
      ? createComparedMaps(report, channel, translate, (step, unit) =>
          choose(step, unit)
        )
      : null;
    fill(
      frame.picture,
      reportBox(report, translate),
      ...(maps ? [maps.element] : []),
      ...(chips
        ? [
            ...(status === 'notYet'
              ? [
                  html(
                    'p',
                    { class: 'jp-gatescope-chips-title' },
                    translate('first difference in each channel')
                  )
                ]
              : []),
            chips
          ]
        : [])
    );
    frame.setChanged(
      status === 'didNotRun' || report.numbersChecked === 0
        ? ''
        : report.seconds < 0.01
          ? translate(
              'Checked %1 numbers.',
              formatInteger(report.numbersChecked)
            )
          : translate(
              'Checked %1 numbers in %2.',
              formatInteger(report.numbersChecked),
              formatDuration(report.seconds)
            )
    );
    maps?.build(
      frame.width,
      readTheme(frame.element),
      textMeasure(`11px ${getComputedStyle(frame.element).fontFamily}`)
    );
    maps?.paint(at.step, at.unit);
    frame.refreshTable();
  };

  const choose = (step: number, unit: number): boolean => {
    if (!maps) {
      return false;
    }
    at = {
      step: Math.max(0, Math.min(maps.steps - 1, step)),
      unit: Math.max(0, Math.min(maps.units - 1, unit))
    };
    maps.paint(at.step, at.unit);
    const channel = comparedChannel(report);
    const index = at.step * maps.units + at.unit;
    frame.announce(
      translate(
        'step %1, unit %2: expected %3, got %4',
        at.step,
        at.unit,
        formatFixed(channel?.expected?.values[index] ?? NaN, 4),
        formatFixed(channel?.got?.values[index] ?? NaN, 4)
      )
    );
    return true;
  };

  const onKey = (action: KeyAction): boolean => {
    switch (action) {
      case 'nextStep':
        return choose(at.step + 1, at.unit);
      case 'previousStep':
        return choose(at.step - 1, at.unit);
      case 'nextUnit':
        return choose(at.step, at.unit + 1);
      case 'previousUnit':
        return choose(at.step, at.unit - 1);
      case 'firstStep':
        return choose(0, at.unit);
      case 'lastStep':
        return choose(Infinity, at.unit);
      default:
        return false;
    }
  };

  const view: View = {
    update(next: Bundle) {
      if (next.kind === 'check') {
        report = next;
        at = start();
        build();
      }
    },
    resize(next) {
      if (next > 0 && next !== width) {
        width = next;
        frame.resize(next);
        build();
      }
    },
    themeChanged: build,
    dispose: () => frame.dispose()
  };
  return view;
};

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
