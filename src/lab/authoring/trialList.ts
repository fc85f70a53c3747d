import { html } from '../../widgets/base/dom';
import type { Translate } from '../../widgets/context';
import type { TrialResult } from './trials';

/** What the author's trials came to, a line each. */
export function trialList(
  results: readonly TrialResult[] | null,
  translate: Translate
): HTMLElement {
  const list = html(
    'ul',
    { class: 'jp-gatescope-author-trials' },
    results === null
      ? html('li', {}, translate('Trying…'))
      : results.map(result =>
          html(
            'li',
            { 'data-state': result.asMeant ? 'right' : 'wrong' },
            html(
              'strong',
              {},
              `${result.asMeant ? '✓' : '✗'} ${verdict(result, translate)}`
            ),
            ...(result.report === null
              ? []
              : [html('p', {}, result.report.message)])
          )
        )
  );
  return html('div', { role: 'status' }, list);
}

function verdict(
  { trial, asMeant, report, fault }: TrialResult,
  translate: Translate
): string {
  if (report === null) {
    return translate('Nothing was checked. %1', fault ?? '');
  }
  const { points, maxPoints } = report;
  switch (trial.kind) {
    case 'solution':
      return asMeant
        ? translate('The solution passes: %1 of %2 points', points, maxPoints)
        : translate('The solution gets %1 of %2 points', points, maxPoints);
    case 'stub':
      return asMeant
        ? translate(
            'What students get fails: %1 of %2 points',
            points,
            maxPoints
          )
        : translate('What students get has %1 of %2 points', points, maxPoints);
    case 'mistakes':
      return asMeant
        ? translate('A wrong answer is told what is wrong')
        : report.status === 'passed'
          ? translate('A wrong answer passes: %1', trial.message ?? '')
          : translate(
              'A wrong answer is told something else than: %1',
              trial.message ?? ''
            );
  }
}
