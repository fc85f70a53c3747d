import { random } from '../../../../src/engine/base/random';
import { untranslated } from '../../../../src/scene/words/translate';
import {
  formatFixed,
  formatNumber,
  formatPower
} from '../../../../src/scene/words/format';
import { inUnitOfTime } from '../../../../src/scene/words/timeWord';
import type { Voice } from '../../../../src/widgets/base/createStepView';
import { describerOf } from '../../../../src/widgets/describe/describerOf';
import { factWords } from '../../../../src/widgets/describe/factWords';
import type { Line, ShownLines } from '../../../../src/widgets/describe/line';
import {
  factsHere,
  pictureFacts
} from '../../../../src/widgets/describe/pictureFacts';
import { faultsOf } from './readSentence';

const inSteps = inUnitOfTime(untranslated, () => 'step');

const line = (
  values: readonly number[],
  { unit = 3, ...more }: Partial<Line> & { unit?: number } = {}
): Line => ({
  name: `unit ${unit}'s forget gate f`,
  group: 'f',
  values,
  bounds: [0, 1],
  write: value => formatFixed(value),
  place: { channel: 'f', unit },
  ...more
});

const shown = (
  lines: readonly Line[],
  more: Partial<ShownLines> = {}
): ShownLines => ({ time: {}, lines, here: 0, of: [lines], ...more });

const sentences = (
  picture: ShownLines,
  translate = inSteps
): readonly string[] =>
  pictureFacts(picture).map(fact => factWords(fact, picture.time, translate));

const days = (count: number): string[] =>
  Array.from({ length: count }, (_, day) =>
    new Date(Date.UTC(2015, 3, 20 + day)).toISOString().slice(0, 10)
  );

describe('the key that leads to the largest change of all', () => {
  /** The unit on whose line the cursor then stands. */
  const ledTo = (lines: readonly Line[]): number | null | undefined => {
    let unit: number | null | undefined;
    const describer = describerOf(() => shown(lines))({
      say: () => undefined,
      move: (place: { readonly unit?: number | null }) => {
        ({ unit } = place);
      },
      translate: inSteps
    } as unknown as Voice);
    expect(describer.key('largestChangeOfAll')).toBe(true);
    return unit;
  };
  const slow = [1, 0.5, 0.45];
  const steep = [1e-3, 1e-9, 1e-9];

  it.each([
    ['by powers of ten', true, 2],
    ['as they are', false, 1]
  ])('compares lines as they are drawn: %s', (_, log, expected) => {
    const drawn = { log, bounds: undefined };
    expect(
      ledTo([
        line(slow, { ...drawn, unit: 1 }),
        line(steep, { ...drawn, unit: 2 })
      ])
    ).toBe(expected);
  });
});

describe('a picture', () => {
  it('is described by a jump, when it was and how long it lasts', () => {
    const values = [0.9, 0.91, 0.9, 0.89, 0.9, 0.9, 0.9, 0.2, 0.21, 0.2, 0.19];
    const picture = shown([line([...values, 0.2, 0.22, 0.88, 0.9, 0.9])], {
      time: { labels: days(16) }
    });
    const [first] = sentences(
      picture,
      inUnitOfTime(untranslated, () => 'day')
    );
    expect(first).toBe(
      "Unit 3's forget gate f falls from 0.90 to 0.20 on 27 April (day 7) and stays low for 6 days."
    );
  });

  it.each([
    [
      'a trend',
      Array.from({ length: 12 }, (_, t) => t / 12),
      'rises steadily, from 0.00 at step 0 to 0.92 at step 11'
    ],
    [
      'a period',
      Array.from(
        { length: 40 },
        (_, t) => 0.5 + 0.4 * Math.sin((t * Math.PI) / 4)
      ),
      'repeats itself every 8 steps (correlation 1.00)'
    ],
    [
      'saturation',
      Array.from({ length: 20 }, (_, t) => (t % 7 === 3 ? 0.9 : 0.99)),
      'is 0.95 or more on 17 of 20 steps'
    ],
    [
      'a level',
      Array.from({ length: 20 }, (_, t) => 0.5 + 0.01 * (t % 2)),
      'stays between 0.50 and 0.51 all the time'
    ],
    [
      'an extreme',
      [0.4, 0.45, 0.5, 0.6, 0.7, 0.6, 0.5, 0.45],
      'is highest, 0.70, at step 4'
    ],
    [
      'a jump at the end',
      [0.5, 0.5, 0.5, 0.5, 0.9],
      'rises from 0.50 to 0.90 at step 4, the last number there is'
    ],
    [
      'a jump over a hole',
      [0.5, 0.5, 0.5, NaN, 0.9, 0.9],
      'rises from 0.50 at step 2 to 0.90 at step 4 and stays high to the end'
    ]
  ])('is described by %s', (_, values, words) => {
    const found = sentences(shown([line(values)]));
    expect(found.join('\n')).toContain(words);
  });

  it('is described by units that are alike, and by networks that part', () => {
    const wave = Array.from(
      { length: 12 },
      (_, t) => 0.5 + 0.4 * Math.sin(t * t)
    );
    const alike = shown([
      line(wave, { unit: 1 }),
      line(
        wave.map(value => 0.9 * value),
        { unit: 2 }
      ),
      line(
        wave.map(value => 1 - value),
        { unit: 4 }
      )
    ]);
    expect(sentences(alike)).toEqual(
      expect.arrayContaining([
        "Unit 1's forget gate f and unit 2's forget gate f rise and fall together (correlation 1.00).",
        "Unit 1's forget gate f and unit 4's forget gate f move against each other (correlation −1.00)."
      ])
    );
    const norms = {
      group: 'n',
      bounds: undefined,
      log: true,
      write: formatPower
    };
    const networks = shown(
      [
        line([1, 0.9, 0.8, 0.7], { ...norms, name: 'the RNN' }),
        line([1, 0.9, 1e-4, 1e-9], { ...norms, name: 'the LSTM' })
      ],
      { parts: true }
    );
    expect(sentences(networks)).toContain(
      'The RNN and the LSTM part at step 2: 8.0 × 10⁻¹ and 1.0 × 10⁻⁴.'
    );
    expect(sentences({ ...networks, parts: false }).join()).not.toContain(
      'part'
    );
  });

  it('says its most telling fact first, and then something else', () => {
    const jump = [0.9, 0.9, 0.9, 0.9, 0.9, 0.1, 0.1, 0.1, 0.1, 0.1];
    const level = jump.map(() => 0.5);
    const found = sentences(
      shown([line(level, { unit: 0 }), line(jump, { unit: 7 })])
    );
    expect(found[0]).toContain("Unit 7's forget gate f falls");
    expect(new Set(found).size).toBe(found.length);
  });

  it('of which only a line is asked tells of that one alone', () => {
    const picture = shown(
      [
        line([0.9, 0.1, 0.1, 0.1], { unit: 0 }),
        line([0.2, 0.4, 0.3, 0.2], { unit: 1 })
      ],
      { here: 1 }
    );
    const facts = factsHere(picture);
    expect(facts.length).toBeGreaterThan(0);
    expect(facts.every(fact => fact.line === picture.lines[1])).toBe(true);
  });

  it('without numbers has nothing to tell', () => {
    expect(pictureFacts(shown([line([NaN, NaN])]))).toEqual([]);
    expect(pictureFacts(shown([]))).toEqual([]);
    expect(sentences(shown([line([0.5])]))).toEqual([
      "Unit 3's forget gate f stays at 0.50 all the time."
    ]);
  });
});

/** A row of a trace as networks make them: levels, ramps, waves, jumps, noise, saturated gates. */
function randomRow(next: () => number, count: number): number[] {
  const kind = Math.floor(next() * 7);
  const [a, b] = [next(), next()];
  const noise = next() < 0.5 ? 0 : 0.2 * next();
  const at = Math.floor(next() * count);
  const period = 2 + Math.floor(next() * 9);
  const end = at + 1 + Math.floor(next() * count);
  return Array.from({ length: count }, (_, step) => {
    const clean = [
      a,
      a + ((b - a) * step) / count,
      0.5 + a * 0.5 * Math.sin((2 * Math.PI * step) / period),
      step >= at && step < end ? a : b,
      next(),
      next() < 0.8 ? 0.97 + 0.03 * next() : next(),
      Math.round(a * step) % 2
    ][kind];
    return Math.max(0, Math.min(1, clean + noise * (next() - 0.5)));
  });
}

function randomPicture(seed: number): ShownLines {
  const stream = random(seed);
  const next = (): number => stream.uniform();
  const count = 1 + Math.floor(next() * 60);
  const units = 1 + Math.floor(next() * 4);
  const holes = next() < 0.3;
  const lines = (['gate', 'state', 'norm'] as const).flatMap(kind => {
    const twin = randomRow(next, count);
    return Array.from({ length: units }, (_, unit): Line => {
      const row =
        next() < 0.3
          ? twin.map(value => value * (0.9 + 0.1 * next()))
          : randomRow(next, count);
      const scale = 10 ** Math.floor(next() * 4 - 2);
      const values = row.map(value =>
        holes && next() < 0.1
          ? NaN
          : kind === 'gate'
            ? value
            : kind === 'state'
              ? scale * (2 * value - 1)
              : 10 ** (-8 * value)
      );
      return {
        name: `unit ${unit}'s ${kind}`,
        group: kind,
        values: Float64Array.from(values),
        ...(kind === 'gate' && { bounds: [0, 1] as const }),
        log: kind === 'norm',
        write:
          kind === 'gate'
            ? value => formatFixed(value)
            : kind === 'state'
              ? formatNumber
              : value => formatPower(value),
        place: { unit, channel: kind }
      };
    });
  });
  const labels =
    next() < 0.3
      ? days(count)
      : next() < 0.5
        ? Array.from({ length: count }, (_, step) => `word${step}`)
        : undefined;
  return { time: { labels }, lines, here: 0, parts: next() < 0.5, of: [seed] };
}

describe('1,000 random traces', () => {
  const pictures = Array.from({ length: 1000 }, (_, seed) =>
    randomPicture(seed)
  );

  it('are described by nothing that is not so', () => {
    const told = new Map<string, number>();
    const wrong: string[][] = [];
    for (const picture of pictures) {
      const facts = pictureFacts(picture);
      for (const fact of facts) {
        told.set(fact.kind, (told.get(fact.kind) ?? 0) + 1);
        const words = factWords(fact, picture.time, inSteps);
        wrong.push(...faultsOf(words, picture).map(fault => [words, fault]));
        // At most four decimals: no rounding noise.
        expect(words).not.toMatch(/\d\.\d{5}/);
      }
    }
    expect(wrong).toEqual([]);
    const kinds = [
      'jump',
      'extreme',
      'trend',
      'period',
      'saturation',
      'level',
      'likeness',
      'parting'
    ];
    for (const kind of kinds) {
      expect([kind, (told.get(kind) ?? 0) > 50]).toEqual([kind, true]);
    }
  });

  it('would not be described by the sentences of others: the reader is no yes-man', () => {
    let wrong = 0;
    let read = 0;
    for (const [at, picture] of pictures.slice(0, 200).entries()) {
      const other = pictures[at + 1];
      for (const words of sentences(picture, inSteps)) {
        const there = other.lines.some(({ name }) =>
          words.toLowerCase().startsWith(name)
        );
        if (there && !/ and unit \d's \w+ (part|rise|move)/.test(words)) {
          read += 1;
          wrong += Number(
            faultsOf(words, { ...other, time: picture.time }).length > 0
          );
        }
      }
    }
    expect(read).toBeGreaterThan(1000);
    expect(wrong / read).toBeGreaterThan(0.99);
  });
});
