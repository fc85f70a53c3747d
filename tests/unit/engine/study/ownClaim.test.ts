import { layers, optimizers, sequential, study } from '../../../../src/engine';
import type { Study } from '../../../../src/engine';
import { ownClaim, type OwnClaim } from '../../../../src/engine/study/ownClaim';
import { above } from '../../../../src/engine/study/verdict';
import { decodeBundle, encode } from '../../../../src/trace';
import { scoresOfRow } from '../../../../src/views/claim/claimPlaces';

/** A study that gave these scores, network by network, seed by seed. */
const scored = (scores: Record<string, number[]>, metric = 'loss'): Study =>
  ({
    metric: { name: metric },
    seeds: Object.values(scores)[0].map((_, at) => at + 1),
    networks: Object.entries(scores).map(([name, found]) => ({
      name,
      scores: found
    }))
  }) as unknown as Study;
const claimed = (
  tried: OwnClaim['tried'],
  more: Partial<OwnClaim> = {}
): ReturnType<typeof ownClaim> =>
  ownClaim({
    sentence: 'B errs less.',
    higher: 'A',
    lower: 'B',
    tried,
    ...more
  });
const apart = scored({ A: [5, 6, 7], B: [1, 2, 3] });
const near = scored({ A: [5, 6, 7], B: [4, 6, 8] });
const turned = scored({ A: [1, 2, 3], B: [5, 6, 7] });

describe('a claim of one’s own', () => {
  it('is judged at each place by two standard errors', () => {
    const { places, range } = claimed([
      { study: turned, budget: 30 },
      { study: apart, budget: 10 },
      { study: near, budget: 20 }
    ]);
    expect(places.map(({ verdict }) => verdict)).toEqual([
      'holds',
      'partly',
      'fails'
    ]);
    expect(places[0].words).toBe('A 6.0, B 2.0');
    expect(range).toBe(
      'tried from 3 seeds at 3 places: true at 1, within chance at 1, the other way around at 1.'
    );
  });

  it('stands first with each network at its own best rate', () => {
    const tried = [
      { study: scored({ A: [5, 6, 7], B: [5, 6, 7] }), budget: 10, rate: 0.1 },
      { study: scored({ A: [2, 3, 4], B: [8, 8, 9] }), budget: 10, rate: 0.01 }
    ];
    const best = ({
      places: [{ scores, rates }]
    }: ReturnType<typeof claimed>) => ({
      A: Array.from(scores.values).slice(0, 3),
      B: Array.from(scores.values).slice(3),
      rates
    });
    expect(best(claimed(tried))).toEqual({
      A: [2, 3, 4],
      B: [5, 6, 7],
      rates: [0.01, 0.1]
    });
    // Of an accuracy more is better.
    expect(best(claimed(tried, { greaterIsBetter: true }))).toEqual({
      A: [5, 6, 7],
      B: [8, 8, 9],
      rates: [0.1, 0.01]
    });
    expect(claimed(tried).rates).toEqual([0.01, 0.1]);
  });

  it('is refused where what was tried cannot be compared', () => {
    const one = { study: apart, budget: 10 };
    const refused = (tried: unknown, more: object = {}) =>
      expect(() => claimed(tried as OwnClaim['tried'], more));
    refused([]).toThrow('tried must be a list of { study, budget, rate }');
    refused([{ study: {}, budget: 1 }]).toThrow('tried[0]: study must be what');
    refused([one, one]).toThrow('one study at epochs 10, got 2');
    refused([
      { ...one, rate: 0.1 },
      { ...one, budget: 20, rate: 0.3 }
    ]).toThrow('one study at epochs 10, learning rate 0.3, got 0');
    refused([one, { ...one, budget: 20, rate: 1 }]).toThrow('all studies');
    refused([
      one,
      { study: scored({ A: [1, 2], B: [1, 2] }), budget: 20 }
    ]).toThrow(
      'tried[1]: the seeds must be those of tried[0], 1, 2, 3, got 1, 2'
    );
    refused([{ study: scored({ A: [1], B: [1] }), budget: 1 }]).toThrow(
      'one seed'
    );
    refused([one], { higher: 'C' }).toThrow('C');
    refused([one], { higher: 'B' }).toThrow("higher and lower are both 'B'");
    refused([one], { sentence: ' ' }).toThrow('sentence must say');
  });

  it('is what the studies of a notebook found, to be read and drawn as any other', async () => {
    const make = (learningRate: number) => (seed: number) => {
      const model = sequential(
        [layers.simpleRNN({ units: 2 }), layers.dense({ units: 1 })],
        { seed }
      );
      model.compile({
        optimizer: optimizers.adam({ learningRate }),
        loss: 'meanSquaredError'
      });
      return model;
    };
    const x = [0, 1, 2, 3].map(bits => [bits & 1, bits >> 1]);
    const y = x.map(([one, other]) => one + other);
    const tried = [];
    for (const epochs of [1, 60]) {
      const found = await study({
        networks: { still: make(1e-9), learning: make(0.05) },
        ...{ x, y, testData: [x, y], seeds: 4, epochs, verbose: 0 }
      });
      tried.push({ study: found, budget: epochs });
    }
    const claim = ownClaim({
      sentence: 'A network that learns errs less.',
      ...{ higher: 'still', lower: 'learning', tried }
    });
    expect(() => decodeBundle(encode(claim))).not.toThrow();
    const [, late] = claim.places;
    expect(late.verdict).toBe('holds');
    const scores = tried[1].study.network('learning').scores;
    expect(scoresOfRow(late, 1)).toEqual(scores);
    expect(
      above(scoresOfRow(late, 0), scoresOfRow(late, 1), () => '').verdict
    ).toBe('holds');
  });
});
