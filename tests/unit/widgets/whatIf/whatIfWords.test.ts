import { lstm } from '../../../../src/engine';
import type { Trace } from '../../../../src/trace';
import type { LinkStatus } from '../../../../src/widgets/context';
import type { Translate } from '../../../../src/scene/words/translate';
import { mapOptions } from '../../../../src/views/map/mapChoices';
import { whatIfReading } from '../../../../src/widgets/whatIf/whatIfWords';

const run = lstm({ inputSize: 1, units: 3, seed: 7 }).run([[0.1], [0.2], [0]]);
const bundle = run.toBundle();

/** The sentence with its places filled, and no plural rules. */
const translate: Translate = (words, ...values) =>
  words.replace(/%(\d)/g, (_, at) => String(values[Number(at) - 1]));

function reading(
  status: LinkStatus,
  language: 'python' | 'typescript',
  changed = false
): string {
  const trace: Trace = {
    ...bundle,
    ...(language === 'python' && { language })
  };
  return whatIfReading(
    {
      trace,
      layer: trace.layers[0],
      channel: 'f',
      options: mapOptions(trace),
      operations: changed
        ? [{ kind: 'clamp', channel: 'f', steps: [1, 2], value: 0 }]
        : []
    } as unknown as Parameters<typeof whatIfReading>[0],
    { status, stacked: false },
    translate
  );
}

const trained: LinkStatus = { state: 'stale', reason: 'it was trained' };

describe.each(['python', 'typescript'] as const)('in %s', language => {
  it('a live run says what to do first, and what a change computed again', () => {
    expect(reading({ state: 'live' }, language)).toMatch(/^brush units/);
    expect(reading({ state: 'live' }, language, true)).toBe(
      'left, the run as it was; right, the same run with what you changed (hatched) and everything after computed again.'
    );
  });

  it('a run whose kernel is being asked says that it is asked', () => {
    expect(reading({ state: 'connecting' }, language)).toBe(
      'left, the run as it was. Its kernel is being asked for it; until it answers, nothing can be changed.'
    );
  });

  it('a run without its kernel gives the reason of the link', () => {
    expect(
      reading({ state: 'notLive', reason: 'No kernel runs.' }, language)
    ).toBe('left, the run as it was; nothing can be changed. No kernel runs.');
  });
});

describe('a network that was trained further', () => {
  it('cannot be run as it was in TypeScript, which says why and what to do', () => {
    for (const changed of [false, true]) {
      expect(reading(trained, 'typescript', changed)).toBe(
        'left, the run as it was before its network changed (it was trained). Run the notebook cell again to change it.'
      );
    }
  });

  it('can be run as it was in Python, which says of which network the answer is', () => {
    expect(reading(trained, 'python')).toMatch(/^brush units/);
    expect(reading(trained, 'python', true)).toMatch(
      /computed of the network as it was, before it was trained further\.$/
    );
  });
});
