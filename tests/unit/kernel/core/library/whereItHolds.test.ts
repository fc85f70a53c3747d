import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Study } from '../../../../../src/engine';
import { setHost } from '../../../../../src/engine/base/host';
import { whereItHolds } from '../../../../../src/kernel/core/library/whereItHolds';
import { bundlePicture } from '../../../../../src/kernel/core/picture/bundlePicture';
import { decodeBundle, encode } from '../../../../../src/trace';
import { claimPlace } from '../../../../../src/views/claim/claimPlaces';

const folder = join(__dirname, '../../../../../gatescope/data');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

beforeAll(() =>
  setHost({
    readData: name => Promise.resolve(readFileSync(join(folder, name)))
  })
);

describe('whereItHolds', () => {
  it('gives every claim that ships as a bundle that can be read', async () => {
    const names = Object.keys(JSON.parse(read('claims.json')) as object);
    expect(names.length).toBeGreaterThan(6);
    for (const name of names) {
      const claim = (await whereItHolds(name)).toBundle();
      expect(() => decodeBundle(encode(claim))).not.toThrow();
    }
  });

  it('has at a place what the sweep stored for it', async () => {
    const claim = (await whereItHolds('02 small-radius-not-yet')).toBundle();
    const { radius } = JSON.parse(
      read('../../notebooks/claims/02-why-memories-fade.json')
    ) as { radius: { rows: [string, number, number, number, ...number[]][] } };
    // 20 steps, 0.01, 16 epochs: the second of three sizes, four rates, four budgets.
    expect(claim.rows).toEqual([
      'random, ρ small',
      'random, ρ = 1',
      'orthogonal, ρ small',
      'orthogonal, ρ = 1'
    ]);
    const stored = claim.rows.flatMap(name =>
      radius.rows
        .filter(
          ([row, size, rate]) => row === name && size === 20 && rate === 0.01
        )
        .map(row => row[5])
    );
    const { scores } = claimPlace(claim, { size: 1, rate: 2, budget: 1 });
    expect(scores.shape).toEqual([4, 10]);
    expect(Array.from(scores.values)).toEqual(stored);
  });

  it('opens on the lesson’s own place, as a mark unless told otherwise', async () => {
    const name = '02 small-radius-not-yet';
    const claim = (await whereItHolds(name)).toBundle();
    expect(claim.opens).toEqual({ size: 1, rate: 2, budget: 0 });
    expect(claim.opened).toBeUndefined();
    const opened = (await whereItHolds(name, { open: true })).toBundle();
    expect(opened.opened).toBe(true);
    expect(opened.id).toBe(claim.id);
  });

  it('shows a sentence of one’s own at once, over the studies that were run', async () => {
    const ran = {
      metric: { name: 'loss' },
      seeds: [1, 2, 3],
      networks: [
        { name: 'plain', scores: [5, 6, 7] },
        { name: 'gated', scores: [1, 2, 3] }
      ]
    } as unknown as Study;
    const claim = await whereItHolds({
      ...{ sentence: 'Gates help.', higher: 'plain', lower: 'gated' },
      tried: [{ study: ran, budget: 10 }]
    });
    expect(claim.toBundle()).toMatchObject({ opened: true, budgets: [10] });
    expect(`${claim}`).toContain('true at 1, within chance at none');
    const { sentence, range } = claim.toBundle();
    const picture = bundlePicture(decodeBundle(encode(claim.toBundle())));
    expect(picture).toContain(`“${sentence}”`);
    expect(picture).toContain(range);
  });

  it('says which claims there are', async () => {
    await expect(whereItHolds('02')).rejects.toThrow(
      /^whereItHolds: claim must be one of .*02 delayed.*, got the string '02'$/
    );
    await expect(whereItHolds(2 as unknown as string)).rejects.toThrow(
      "whereItHolds: claim must be a text such as '02 delayed', or { sentence, higher, lower, tried }, got the number 2"
    );
    await expect(
      whereItHolds('02 delayed', { open: 1 as unknown as boolean })
    ).rejects.toThrow('whereItHolds: open must be true or false, got');
    await expect(
      whereItHolds('02 delayed', { opne: true } as object)
    ).rejects.toThrow('open');
  });
});
