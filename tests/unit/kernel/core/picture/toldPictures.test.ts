import '../../nodeMachine';
import { lstm } from '../../../../../src/engine';
import { bundlePicture } from '../../../../../src/kernel/core/picture/bundlePicture';
import { float32, float64 } from '../../../../../src/trace';
import type { Attention, Predictions } from '../../../../../src/trace';

const header = { version: 1, id: 'saved' } as const;

/** The alternative text, and all other words, of a picture. */
function told(svg: string): { title: string; words: string[] } {
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)];
  return {
    title: /<title>([^<]*)<\/title>/.exec(svg)?.[1] ?? '',
    words: texts.map(([, words]) => words)
  };
}

describe('the saved picture of attention', () => {
  const attention: Attention = {
    ...header,
    kind: 'attention',
    source: ['the', 'cat'],
    score: 'dot',
    view: { step: 1 },
    decodings: [
      {
        name: 'teacher-forced',
        target: ['le', 'chat'],
        weights: float64([0.9, 0.1, 0.25, 0.75], [2, 2]),
        probabilities: float64([0.8, 0.6], [2])
      },
      {
        name: 'free-running',
        target: ['le', 'chien'],
        expected: ['le', 'chat'],
        weights: float64([1, 0, 0.4, 0.6], [2, 2])
      }
    ]
  };
  const { title, words } = told(bundlePicture(attention));

  it('shows every decoding, with its scale and how it is read', () => {
    expect(words).toContain('teacher-forced');
    expect(words).toContain('free-running');
    expect(words).toEqual(expect.arrayContaining(['0', '1']));
    expect(words.some(each => each.includes('How to read'))).toBe(true);
  });

  it('says in words what stands at the cursor, also for who does not see it', () => {
    const sentences = [
      'teacher-forced: “chat”, written with probability 0.60, looks at “cat” 75\u202f%, “the” 25\u202f%; spread over 1.8 tokens.',
      'free-running: “chien” looks at “cat” 60\u202f%, “the” 40\u202f%; spread over 2.0 tokens. ✗ expected “chat”'
    ];
    for (const sentence of sentences) {
      expect(words.join(' ')).toContain(sentence);
      expect(title).toContain(sentence);
    }
  });

  it('draws what encoder and decoder held beside it, where it has that', () => {
    const [first] = attention.decodings;
    const held = {
      ...attention,
      decodings: [
        {
          ...first,
          sourceStates: float32([1, -2, 0, NaN, 1, 0], [2, 3]),
          targetStates: float32([1, 0], [2, 1])
        }
      ]
    };
    const picture = bundlePicture(held);
    // The weights and their scale, and the two.
    expect(picture.match(/<image /g)).toHaveLength(4);
    expect(told(picture).words).toEqual(
      expect.arrayContaining(['encoder', 'decoder', '± 2.00'])
    );
  });

  it('draws a decoding that wrote nothing', () => {
    const [first] = attention.decodings;
    const empty = {
      ...attention,
      decodings: [{ ...first, target: [], weights: float64([], [0, 2]) }]
    };
    expect(told(bundlePicture(empty)).title).toContain('nothing was written');
  });
});

describe('the saved picture of predictions', () => {
  const of = (content: Predictions['content'], step?: number) =>
    bundlePicture({
      ...header,
      kind: 'predictions',
      content,
      ...(step !== undefined && { view: { step } })
    });
  const forecast: Predictions['content'] = {
    form: 'forecast',
    time: { steps: 3, name: 'day', labels: ['Mon', 'Tue', 'Wed'] },
    truth: { name: 'measured', unit: '°C', values: float32([1, 2, 3], [3]) },
    forecasts: [
      {
        name: 'LSTM',
        values: float32([NaN, 2.5, 2.75], [3]),
        band: {
          name: '90 %',
          lower: float64([NaN, 2, 2], [3]),
          upper: float64([NaN, 3, 40], [3])
        },
        error: { name: 'MAE', value: 0.375 }
      }
    ]
  };

  it('of a forecast has its band on the scale, its cursor, and both in words', () => {
    const { title, words } = told(of(forecast, 1));
    expect(title).toBe(
      'How good is the forecast of measured, and where does it fail? LSTM: MAE 0.38 °C. Farthest off at “Tue”: +0.50 °C. The band (90 %) holds 100 % of what came.'
    );
    expect(words).toEqual(
      expect.arrayContaining([
        'day 1 · “Tue”',
        ...['2.00 °C', '2.50 °C', 'error +0.50 °C · 90 % 2.00 … 3.00']
      ])
    );
    // The upper edge of the band is within the axis.
    expect(words).toContain('40');
    expect(of(forecast, 1)).toContain('fill-opacity="0.16"');
    expect(of(forecast, 1)).not.toBe(of(forecast, 2));
    expect(told(of(forecast)).words).toContain('day 2 · “Wed”');
  });

  it('of a confusion writes its counts, and what is mistaken most often', () => {
    const { title, words } = told(
      of({
        form: 'confusion',
        classes: ['good', 'bad'],
        counts: float64([8, 2, 1, 9], [2, 2])
      })
    );
    expect(title).toBe(
      'How many are right, and what is taken for what? Right: 17 of 20 (85\u202f%). The commonest mistake: “good” taken for “bad”, 2 times. 2 of 10 “good” are taken for “bad” (20\u202f%).'
    );
    expect(words).toEqual(expect.arrayContaining(['8', '2', '1', '9']));
  });

  it('of a confusion without mistakes, or examples, says that', () => {
    const none = { form: 'confusion', classes: ['a', 'b'] } as const;
    expect(
      told(of({ ...none, counts: float64([1, 0, 0, 1], [2, 2]) })).title
    ).toContain('Right: 2 of 2 (100\u202f%). ');
    expect(
      told(of({ ...none, counts: float64([0, 0, 0, 0], [2, 2]) })).title
    ).toContain('There are no examples.');
    expect(
      told(of({ ...none, counts: float64([4999, 1, 1, 4999], [2, 2]) })).title
    ).toMatch('9,998 of 10,000 (99.98\u202f%).');
  });

  it('of a text of words has spaces between them, also where each is one letter', () => {
    const text = {
      form: 'text',
      tokens: ['a', 'b', 'c'],
      promptLength: 1,
      probabilities: float64([NaN, 0.9, 0.2], [3])
    } as const;
    // A space is a gap between two tokens on their colors.
    const gapOf = (level?: 'word' | 'character') => {
      const [, b, c] = [
        ...of({ ...text, ...(level && { level }) }).matchAll(
          /<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="20"/g
        )
      ].map(([, x, width]) => [Number(x), Number(width)]);
      return Math.abs(Math.round(c[0] - b[0] - b[1]));
    };
    expect(gapOf('word')).toBeGreaterThan(4);
    expect(gapOf('character')).toBe(0);
    expect(gapOf()).toBe(0);
  });

  it('of a text says what was given, and where the network was least sure', () => {
    const { words } = told(
      of({
        form: 'text',
        tokens: ['a ', 'b ', 'c ', 'd'],
        promptLength: 1,
        probabilities: float64([NaN, 0.9, 0.2, 0.5], [4])
      })
    );
    expect(words).toEqual(expect.arrayContaining(['a ', 'b ', 'c ', 'd']));
    expect(words.join(' ')).toContain('1 given');
    expect(words.join(' ')).toContain(
      'Least expected: “c ” at step 2, probability 0.200.'
    );
  });
});

describe('the saved picture of the wired cell', () => {
  const trace = lstm({ inputSize: 1, units: 2, seed: 3 })
    .run([[0.5], [-1], [2]])
    .toBundle({ view: { view: 'cell', unit: 1, step: 2 } });
  const svg = bundlePicture(trace);
  const { title, words } = told(svg);

  it('has each equation, the input, and how it is read', () => {
    const plain = told(svg.replace(/<\/?tspan[^>]*>/g, '')).words;
    for (const { channel } of trace.layers[0].equations) {
      expect(plain.some(each => each.startsWith(`${channel} = `))).toBe(true);
    }
    expect(words.some(each => each.includes('How to read: '))).toBe(true);
    expect(words).toContain('2.00');
    expect(title).toContain('Input: x 2.00.');
    expect(title).toContain('Unit 1 at step 2');
    expect(svg).not.toMatch(/NaN|undefined/);
  });
});
