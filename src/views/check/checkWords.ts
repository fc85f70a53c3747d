import type { CheckReport } from '../../trace';
import type { DataTable } from '../../scene/dataTable';
import {
  formatDuration,
  formatFixed,
  formatInteger,
  superscript
} from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';

export type ReportChannel = NonNullable<CheckReport['channels']>[number];

/** The channel that can be drawn: the first wrong one, with both its matrices. */
export function comparedChannel(report: CheckReport): ReportChannel | null {
  return (
    report.channels?.find(
      ({ name, expected, got }) =>
        name === report.first?.channel && expected && got
    ) ?? null
  );
}

/** `3 points`; for a check that was run by itself, outside an exercise, `668 numbers compared`. */
export function worth(
  { status, maxPoints, numbersChecked }: CheckReport,
  translate: Translate
): string {
  if (status === 'didNotRun') {
    return translate('did not run');
  }
  return maxPoints === 0
    ? numbersChecked === 1
      ? translate('1 number compared')
      : translate('%1 numbers compared', formatInteger(numbersChecked))
    : maxPoints === 1
      ? translate('1 point')
      : translate('%1 points', maxPoints);
}

/** `Passed: 3 of 3 points`; of tests that were not all given out, what is still to come. */
export function passedWords(
  { points, maxPoints }: Pick<CheckReport, 'points' | 'maxPoints'>,
  translate: Translate
): string {
  return points < maxPoints
    ? translate(
        'So far nothing is wrong: %1 of %2 points are decided when it is marked',
        maxPoints - points,
        maxPoints
      )
    : translate('Passed: %1 of %2 points', points, maxPoints);
}

/** `Not yet: line 5, the cell state`; `Passed: 3 of 3 points`; `Nothing was checked`. */
export function reportTitle(report: CheckReport, translate: Translate): string {
  const { status, maxPoints, line, first, channels } = report;
  if (status === 'passed') {
    return maxPoints === 0
      ? translate('Passed')
      : passedWords(report, translate);
  }
  if (status === 'didNotRun') {
    return translate('Nothing was checked');
  }
  const label = channels?.find(({ name }) => name === first?.channel)?.label;
  const where = [
    ...(line === undefined ? [] : [translate('line %1', line + 1)]),
    ...(label ? [translate('the %1', translate(label))] : [])
  ];
  return where.length === 0
    ? translate('Not yet')
    : translate('Not yet: %1', where.join(', '));
}

/** `10^-6` as `10⁻⁶`. */
export function raised(text: string): string {
  return text.replace(
    /10\^(-?\d+)/g,
    (_, power: string) => `10${superscript(Number(power))}`
  );
}

/** The line above the report. */
export function checkReading(
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
export function checkedWords(
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
export function spokenNumbers(
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
export function reportTable(
  report: CheckReport,
  translate: Translate
): DataTable {
  const channel = comparedChannel(report);
  if (channel?.expected && channel.got) {
    const [, units] = channel.expected.shape;
    const { expected, got } = channel;
    return {
      caption: `${channel.name}: ${translate('expected and got')}`,
      columns: ['step', 'unit', 'expected', 'got', 'difference'].map(word =>
        translate(word)
      ),
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
    columns: ['channel', 'first difference'].map(word => translate(word)),
    rows: (report.channels ?? []).map(({ name, firstDifference }) => [
      name,
      firstDifference === null
        ? translate('none')
        : `${translate('step')} ${firstDifference}`
    ])
  };
}
