/** @jest-environment jsdom */
import type { CheckReport } from '../../../../src/trace';
import { float32, TRACE_VERSION } from '../../../../src/trace';
import { contentText } from '../../../../src/widgets/base/dom';
import { untranslated } from '../../../../src/scene/words/translate';
import { sharedScale } from '../../../../src/views/check/comparedPlaced';
import {
  comparedChannel,
  reportTitle,
  worth
} from '../../../../src/views/check/checkWords';
import {
  channelChips,
  lettered,
  reportBox
} from '../../../../src/widgets/check/reportWords';

const channel = (name: string, firstDifference: number | null) => ({
  name,
  label: name === 'c' ? 'cell state' : name,
  role: 'state' as const,
  range: [-1, 1] as const,
  firstDifference
});
const report: CheckReport = {
  version: TRACE_VERSION,
  kind: 'check',
  id: 'r',
  exercise: 'step',
  status: 'notYet',
  points: 0,
  maxPoints: 3,
  message: 'Your c_t adds i ⊙ g before forgetting.',
  details: [],
  line: 4,
  seconds: 0.1,
  numbersChecked: 288,
  first: { channel: 'c', step: 0, unit: 0, expected: -0.0376, got: -0.0135 },
  channels: [
    channel('f', null),
    channel('i', 1),
    channel('g', 1),
    {
      ...channel('c', 0),
      expected: float32([1, 2], [2, 1]),
      got: float32([1, 3], [2, 1])
    },
    channel('h', 0)
  ]
};

describe('the report of a check', () => {
  it('names the line, counted from 1, and the channel', () => {
    expect(reportTitle(report, untranslated)).toBe(
      'Not yet: line 5, the cell state'
    );
    expect(
      reportTitle(
        { ...report, line: undefined, first: undefined },
        untranslated
      )
    ).toBe('Not yet');
    expect(
      reportTitle({ ...report, status: 'passed', points: 3 }, untranslated)
    ).toBe('Passed: 3 of 3 points');
    expect(reportTitle({ ...report, status: 'didNotRun' }, untranslated)).toBe(
      'Nothing was checked'
    );
  });

  it('sets the letters of its channels as letters, and no others', () => {
    const nodes = document.createElement('p');
    const content = lettered(report.message, report);
    expect(contentText(content)).toBe('Your ct adds i ⊙ g before forgetting.');
    nodes.append(...(content as Node[]));
    expect(
      [...nodes.querySelectorAll('i')].map(({ textContent }) => textContent)
    ).toEqual(['c', 'i', 'g']);
    const plain = lettered('The cell’s f-value in (f) of if', report);
    expect(
      (plain as (string | Node)[]).filter(piece => typeof piece !== 'string')
    ).toHaveLength(2);
  });

  it('leaves code as it was written', () => {
    const box = document.createElement('p');
    const line = 'The line: `const c = mul(f, add(c, i));`, of f';
    box.append(...(lettered(line, report) as Node[]));
    expect(box.querySelector('code')?.textContent).toBe(
      'const c = mul(f, add(c, i));'
    );
    expect(box.querySelectorAll('i')).toHaveLength(1);
  });

  it('never reads words of a report as HTML', () => {
    const box = reportBox(
      { ...report, message: '<img src=x onerror=alert(1)>' },
      untranslated
    );
    expect(box.querySelector('img')).toBeNull();
    expect(box.textContent).toContain('<img');
  });

  it('is loud only about the first wrong channel', () => {
    const chips = channelChips(report, untranslated);
    const words = [...(chips?.children ?? [])].map(
      ({ textContent }) => textContent
    );
    expect(words).toEqual([
      'f✓ f',
      'istep 1',
      'gstep 1',
      'c✗ step 0',
      'hstep 0'
    ]);
    expect(chips?.querySelectorAll('.jp-gatescope-chip-first')).toHaveLength(1);
  });

  it('draws the first wrong channel where both its matrices are there', () => {
    expect(comparedChannel(report)?.name).toBe('c');
    expect(
      comparedChannel({ ...report, channels: [channel('c', 0)] })
    ).toBeNull();
  });
});

describe('what a check is worth', () => {
  it.each<[Partial<CheckReport>, string]>([
    [{ maxPoints: 3 }, '3 points'],
    [{ maxPoints: 1 }, '1 point'],
    [{ maxPoints: 0, points: 0 }, '288 numbers compared'],
    [{ status: 'didNotRun' }, 'did not run']
  ])('%j', (change, words) => {
    expect(worth({ ...report, ...change }, untranslated)).toBe(words);
  });
});

test('an answer that grows without end does not bleach what was asked for', () => {
  const expected = float32([0.5, -0.8], [2, 1]);
  const asked = { ...channel('h', 0), expected };
  expect(sharedScale({ ...asked, range: [-0.8, 3] })).toEqual({
    range: [-3, 3],
    cut: false
  });
  // 548885 is far more than 20 × 0.8: the scale is that of what was asked for, ±1.
  expect(sharedScale({ ...asked, range: [-0.8, 548885] })).toEqual({
    range: [-1, 1],
    cut: true
  });
  expect(sharedScale({ ...asked, range: [0, 1] })).toEqual({
    range: [0, 1],
    cut: false
  });
});
