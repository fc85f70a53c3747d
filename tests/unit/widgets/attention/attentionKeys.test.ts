/** @jest-environment jsdom */
import { float64, TRACE_VERSION, type Attention } from '../../../../src/trace';
import { createAttentionView } from '../../../../src/widgets/attention/createAttentionView';
import { openView } from '../viewPage';

const SOURCE = ['the', 'cat', 'sat', 'padding'];
const TARGET = ['le', 'chat', 'dort'];

/** The last token that is read is padding, at which no row looks. */
const bundle = {
  version: TRACE_VERSION,
  kind: 'attention',
  id: 'attention',
  score: 'dot',
  source: SOURCE,
  decodings: [
    {
      name: 'free-running',
      target: TARGET,
      weights: float64(
        [0.8, 0.1, 0.1, 0, 0.1, 0.8, 0.1, 0, 0, 0.1, 0.9, 0],
        [3, 4]
      )
    }
  ]
} as unknown as Attention;

describe('the arrow keys of attention', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  /** What is said after each key. */
  function heard(...keys: readonly string[]): readonly string[] {
    const page = openView(createAttentionView, bundle);
    page.cursor.move({ step: 0 }, {});
    const picture = page.element.querySelector<HTMLElement>(
      '.jp-gatescope-picture'
    )!;
    picture.focus();
    const found = keys.map(key => {
      picture.dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
      );
      jest.advanceTimersByTime(1000);
      return page.texts('[aria-live]')[0].replaceAll(/\s/gu, ' ');
    });
    page.close();
    return found;
  }
  /** The row, and the token of it that the keys have gone to. */
  const places = (...keys: readonly string[]): readonly string[] =>
    heard(...keys).map(
      spoken =>
        `${/step (\d)/.exec(spoken)?.[1]} ${/← “(.+?)”/.exec(spoken)?.[1] ?? 'none'}`
    );
  const times = (count: number, key: string): string[] =>
    Array.from({ length: count }, () => key);

  it('move by rows, down and up, and never sideways, at the ends neither', () => {
    expect(
      places(
        ...times(2, 'ArrowRight'),
        ...times(3, 'ArrowDown'),
        ...times(3, 'ArrowUp')
      )
    ).toEqual([
      ...['0 the', '0 cat', '1 cat', '2 cat', '2 cat'],
      ...['1 cat', '0 cat', '0 cat']
    ]);
  });

  it('move sideways over padding to the last token and back to the first, and no further', () => {
    expect(places(...times(5, 'ArrowRight'), ...times(5, 'ArrowLeft'))).toEqual(
      [
        ...['0 the', '0 cat', '0 sat', '0 padding', '0 padding'],
        ...['0 sat', '0 cat', '0 the', '0 the', '0 the']
      ]
    );
  });

  it('say with each row where it looks, with a token that the keys have gone to and without', () => {
    expect(heard('ArrowDown', 'ArrowRight', 'ArrowDown')).toEqual([
      'step 1: free-running “chat”, looks at “cat” 80 %, “the” 10 %, “sat” 10 %',
      'step 1: free-running “chat” ← “the” 0.10, looks at “cat” 80 %, “the” 10 %, “sat” 10 %',
      'step 2: free-running “dort” ← “the” 0.00, looks at “sat” 90 %, “cat” 10 %'
    ]);
  });
});
