import type { CheckReport } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { html, type Content } from '../base/dom';
import { expressionLine } from '../base/expressionLine';
import { hueOf, hueOfLetter, letter, type Hue } from '../base/hue';
import { formatInteger, superscript } from '../../scene/words/format';

export type ReportChannel = NonNullable<CheckReport['channels']>[number];

/** The colour of a channel of the report. */
function reportHue(report: CheckReport, name: string): Hue {
  const channel = report.channels?.find(each => each.name === name);
  return channel ? hueOf(channel) : hueOfLetter(name);
}

/**
 * A sentence with the letters of the channels set as letters: `Your c_t adds i ⊙ g …`. What stands
 * between backticks is code, and stays as it was written.
 */
export function lettered(text: string, report: CheckReport): Content {
  const code = /^([^`]*)`([^`]+)`(.*)$/su.exec(text);
  if (code !== null) {
    return [
      ...pieces(lettered(code[1], report)),
      html('code', {}, code[2]),
      ...pieces(lettered(code[3], report))
    ];
  }
  const names = (report.channels ?? [])
    .map(({ name }) => name)
    .filter(name => /^[a-z]$/.test(name));
  if (names.length === 0) {
    return text;
  }
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}_’'.])(${names.join('|')})(_t|_\\{t[−-]1\\})?(?![\\p{L}\\p{N}_’'(])`,
    'gu'
  );
  const found: (string | Node)[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    found.push(
      text.slice(end, match.index),
      letter(match[1], reportHue(report, match[1]))
    );
    if (match[2]) {
      found.push(html('sub', {}, match[2] === '_t' ? 't' : 't−1'));
    }
    end = match.index + match[0].length;
  }
  found.push(text.slice(end));
  return found;
}

function pieces(content: Content): readonly (string | Node)[] {
  return Array.isArray(content)
    ? (content as readonly (string | Node)[])
    : [content as string | Node];
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

/** The box with the verdict; equations of what was written and what was asked for. */
export function reportBox(
  report: CheckReport,
  translate: Translate
): HTMLElement {
  const { status, message, details, equations } = report;
  const sign = { passed: '✓', notYet: '✗', didNotRun: '!' }[status];
  const hue = (name: string): Hue => reportHue(report, name);
  return html(
    'div',
    {
      class: `jp-gatescope-report-box jp-gatescope-report-${status}`,
      role: 'group',
      'aria-label': reportTitle(report, translate)
    },
    html(
      'p',
      { class: 'jp-gatescope-report-title' },
      html('span', { 'aria-hidden': 'true' }, `${sign} `),
      reportTitle(report, translate)
    ),
    html('p', {}, lettered(message, report)),
    ...(equations
      ? [
          html(
            'p',
            { class: 'jp-gatescope-report-equations' },
            ...(equations.got
              ? [
                  html(
                    'span',
                    {},
                    html(
                      'span',
                      { class: 'jp-gatescope-second' },
                      `${translate('you')} `
                    ),
                    expressionLine(equations.got.expression, hue)
                  )
                ]
              : []),
            html(
              'span',
              {},
              html(
                'span',
                { class: 'jp-gatescope-second' },
                `${translate('asked for')} `
              ),
              expressionLine(equations.expected.expression, hue)
            )
          )
        ]
      : []),
    ...details.map(detail =>
      html(
        'p',
        { class: 'jp-gatescope-second' },
        lettered(raised(detail), report)
      )
    )
  );
}

/** `10^-6` as `10⁻⁶`. */
function raised(text: string): string {
  return text.replace(
    /10\^(-?\d+)/g,
    (_, power: string) => `10${superscript(Number(power))}`
  );
}

/** One chip a channel: right, first wrong (loud), or wrong because of it (grey). */
export function channelChips(
  report: CheckReport,
  translate: Translate
): HTMLElement | null {
  const { channels, first, status } = report;
  if (!channels || channels.length === 0 || status === 'didNotRun') {
    return null;
  }
  return html(
    'ul',
    { class: 'jp-gatescope-chips' },
    channels.map(channel =>
      chip(channel, first?.channel === channel.name, translate)
    )
  );
}

function chip(
  { name, label, role, firstDifference }: ReportChannel,
  isFirst: boolean,
  translate: Translate
): HTMLElement {
  const right = firstDifference === null;
  return html(
    'li',
    {
      class: `jp-gatescope-chip ${right ? 'jp-gatescope-chip-right' : isFirst ? 'jp-gatescope-chip-first' : ''}`
    },
    letter(name, hueOf({ name, role })),
    html(
      'span',
      {},
      right
        ? `✓ ${translate(label)}`
        : `${isFirst ? '✗ ' : ''}${translate('step %1', firstDifference)}`
    )
  );
}
