import type { CheckReport } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { html, type Content } from '../base/dom';
import { expressionLine } from '../base/expressionLine';
import { hueOf, hueOfLetter, letter, type Hue } from '../base/hue';
import {
  raised,
  reportTitle,
  type ReportChannel
} from '../../views/check/checkWords';

export { passedWords } from '../../views/check/checkWords';

/** The color of a channel of the report. */
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
