import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setHost } from '../../../../../src/engine/base/host';
import { whereItHolds } from '../../../../../src/kernel/core/library/whereItHolds';
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

  it('says which claims there are', async () => {
    await expect(whereItHolds('02')).rejects.toThrow(
      /^whereItHolds: claim must be one of .*02 delayed.*, got the string '02'$/
    );
    await expect(whereItHolds(2 as unknown as string)).rejects.toThrow(
      "whereItHolds: claim must be a text such as '02 delayed', got"
    );
    await expect(
      whereItHolds('02 delayed', { open: 1 as unknown as boolean })
    ).rejects.toThrow('whereItHolds: open must be true or false, got');
    await expect(
      whereItHolds('02 delayed', { opne: true } as object)
    ).rejects.toThrow('open');
  });
});
