import { attend, thread } from '../../../../src/engine';
import type { ThreadName } from '../../../../src/engine';

const RAIN = [1, 0, 0, 0, 0, 0, 0, 0];

/** The state of the cell of this name after each day. */
const states = (until: ThreadName, x: readonly number[] = RAIN): number[] =>
  Array.from(
    thread([...x], { until })
      .at(-1)!
      .channel('h').values
  );

describe('the thread of the lessons', () => {
  it('has the cells of the lessons so far, by their names', () => {
    const titles = thread(RAIN, { until: 'two gates' }).map(
      run => run.toBundle().title
    );
    expect(titles).toEqual(['echo', 'product', 'belt', 'two gates']);
  });

  it('begins with the echo of lesson 01', () => {
    let h = 0;
    const byHand = RAIN.map(x => (h = Math.tanh(0.8 * x + 0.5 * h)));
    states('echo').forEach((value, day) =>
      expect(value).toBeCloseTo(byHand[day], 12)
    );
  });

  it('fades by the product of its factors, later where U is larger', () => {
    const [echo, product] = [states('echo'), states('product')];
    expect(echo[7]).toBeLessThan(0.01);
    expect(product[7]).toBeGreaterThan(0.2);
    expect(product[7]).toBeLessThan(0.5 * product[0]);
  });

  it.each<[ThreadName, number]>([
    ['belt', 0.05],
    ['two gates', 0.05],
    ['own word', 0.15],
    ['look', 0.03],
    ['selection', 0.01]
  ])('keeps the rain for a week: %s', (until, most) => {
    const h = states(until);
    expect(h[0]).toBeGreaterThan(0.55);
    expect(Math.abs(h[7] / h[0] - 1)).toBeLessThan(most);
  });

  it('lets the gates pass over drizzle, which an echo takes in', () => {
    const drizzle = [1, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3];
    const change = (until: ThreadName) =>
      Math.abs(states(until, drizzle)[7] - states(until)[7]);
    expect(change('echo')).toBeGreaterThan(0.3);
    for (const gated of ['belt', 'two gates', 'selection'] as const) {
      expect(change(gated)).toBeLessThan(0.1);
    }
  });

  it('reads from the end what comes later', () => {
    const h = states('from the end', [0, 0, 0, 1, 0, 0, 0, 0]);
    expect(h.slice(4)).toEqual([0, 0, 0, 0]);
    expect(Math.min(...h.slice(0, 4))).toBeGreaterThan(0.6);
  });

  it('looks back as attention does, over the days so far', () => {
    const x = [0.2, 1, 0, -0.5, 0.7];
    const looked = states('look', x);
    x.forEach((_, day) => {
      const soFar = x.slice(0, day + 1);
      const { context } = attend(
        [[6]],
        soFar.map(each => [each]),
        soFar.map(each => [Math.tanh(2 * each)])
      );
      expect(looked[day]).toBeCloseTo(context.item(), 10);
    });
  });

  it('passes on what the steps are called', () => {
    const labels = ['rain', 'then', 'sun'];
    const [{ time, input }] = thread([1, 0, 0], {
      until: 'echo',
      labels,
      stepName: 'word'
    }).map(run => run.toBundle());
    expect(time).toMatchObject({ labels, name: 'word' });
    expect(input.names).toEqual(['rain']);
  });

  it('names a cell that it does not have, and an option', () => {
    expect(() => thread(RAIN, { until: 'gru' as never })).toThrow(
      /^thread: until must be .*'selection', got the string 'gru'/
    );
    expect(() =>
      thread(RAIN, { until: 'echo', title: 'mine' } as never)
    ).toThrow("thread: there is no option 'title'");
  });
});
