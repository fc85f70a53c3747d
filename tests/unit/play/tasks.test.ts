import { readFileSync } from 'node:fs';
import path from 'node:path';
import { BOUNDS, CELLS, START, TASKS } from '../../../src/play/playState';
import { ratesOf } from '../../../src/play/rates';
import { horizonRow, makeExamples } from '../../../src/play/examples';
import { createRace } from '../../../src/play/race';
import {
  horizonEnds,
  rightWords,
  shareOf,
  tasks
} from '../../../src/play/tasks';
import { horizonOf } from '../../../src/play/words';

describe('the tasks of the playground', () => {
  it.each(TASKS)('have a rate of each cell: %s', task => {
    const rates = CELLS.map(cell =>
      ratesOf({ ...START, task, cells: [cell, cell] })
    );
    const [least, most] = BOUNDS.rate;
    for (const rate of rates.flat()) {
      expect(rate).toBeGreaterThanOrEqual(least);
      expect(rate).toBeLessThanOrEqual(most);
    }
  });

  it.each(TASKS)(
    'draw the same examples of %s for the same seed, and others for another',
    name => {
      const one = makeExamples(name, 9, 3, 'learned');
      expect(makeExamples(name, 9, 3, 'learned')).toEqual(one);
      expect(makeExamples(name, 9, 4, 'learned').x).not.toEqual(one.x);
      expect(makeExamples(name, 9, 3, 'held out').x.slice(0, 100)).not.toEqual(
        one.x.slice(0, 100)
      );
    }
  );

  it.each(['bit', 'brackets', 'parity', 'words'] as const)(
    'ask yes and no of %s about equally often',
    name => {
      const { y } = makeExamples(name, 12, 1, 'learned');
      const share = y.reduce((sum, each) => sum + each, 0) / y.length;
      expect(share).toBeGreaterThan(0.4);
      expect(share).toBeLessThan(0.6);
    }
  );

  it('mark the bit at its delay before the end', () => {
    const examples = makeExamples('bit', 12, 1, 'held out');
    examples.sequences.forEach(({ values, marks }, at) => {
      expect(marks.indexOf(1)).toBe(values.length - 1 - examples.delays[at]);
      expect(marks.filter(mark => mark === 1)).toHaveLength(1);
    });
  });

  it.each(TASKS)(
    'ask in one sentence, and say what a dot of %s means',
    name => {
      const { asks, drawn, over } = tasks[name];
      expect(asks).toMatch(/^Say [^.]+\.$/);
      // Where a word stands in its place, there is no dot.
      expect(drawn.length > 0).toBe(over(1, 0) === '');
    }
  );

  it('write a sentence whose judgment stands at its delay, and “not” turns it', () => {
    const examples = makeExamples('words', 12, 1, 'held out');
    for (const [at, { values, marks }] of examples.sequences.entries()) {
      const judgment = values.length - 1 - examples.delays[at];
      const read = values.map(tasks.words.step);
      const [turn, word] = read.slice(judgment - 1);
      expect(marks.flatMap((mark, step) => (mark > 0 ? [step] : []))).toEqual([
        judgment - 1,
        judgment
      ]);
      const isPraise = ['good', 'great', 'fine'].includes(word);
      expect(isPraise || ['bad', 'awful', 'dull'].includes(word)).toBe(true);
      expect(examples.y[at]).toBe(Number(isPraise === (turn === 'so')));
      // Nothing else of it praises or blames, or turns.
      const others = read.filter((_, step) => marks[step] === 0).join(' ');
      expect(others).not.toMatch(/good|bad|great|awful|fine|dull|so\b|not/);
    }
  });

  it('read each word as a place of its own', () => {
    const { read, inputs, step } = tasks.words;
    const codes = Array.from({ length: inputs }, (_, at) =>
      at % 2 === 0 ? at / 2 + 1 : -(at + 1) / 2
    );
    codes.forEach((code, place) => {
      const numbers = read(code, 0);
      expect(numbers).toHaveLength(inputs);
      expect(numbers.flatMap((each, at) => (each ? [at] : []))).toEqual([
        place
      ]);
    });
    expect(new Set(codes.map(code => step(code, 0))).size).toBe(inputs);
  });

  it.each([
    ['learned', 0, -365],
    ['held out', -365, undefined]
  ] as const)(
    'take from the days that ship what is %s, and tomorrow as it came',
    (purpose, from, to) => {
      const file = path.join(__dirname, '../../../gatescope/data/weather.csv');
      const [, ...rows] = readFileSync(file, 'utf8').trim().split('\n');
      const days = rows.map(row => Number(row.split(',')[1])).slice(from, to);
      const { answer } = tasks.weather;
      const said = days.map(high => `${high.toFixed(1)} °C`.replace('-', '−'));
      const { sequences, delays } = makeExamples('weather', 6, 1, purpose);
      sequences.forEach(({ values, marks }, at) => {
        const steps = marks.length;
        const count = marks.filter(mark => mark === 1).length;
        expect(count).toBe(steps + 1 - delays[at]);
        const isHere = (start: number): boolean =>
          answer(values[steps]) === said[start + steps] &&
          marks.every((mark, step) =>
            step < count
              ? mark === 1 && answer(values[step]) === said[start + step]
              : mark === 0 && values[step] === 0
          );
        expect([...said.keys()].some(isHere)).toBe(true);
      });
    }
  );

  it('leave tomorrow as it was, whatever of the days before is flipped', () => {
    const race = createRace(
      { ...START, task: 'weather', delay: 6, units: 3 },
      [0.01, 0.01]
    );
    const look = {
      epoch: null,
      delay: 3,
      flipped: [],
      hold: null,
      reads: false
    };
    const free = race.look(look);
    const flipped = race.look({ ...look, flipped: [0] });
    expect(free.values).toHaveLength(8);
    expect(flipped.values[0]).toBe(-free.values[0]);
    expect(flipped.truth).toEqual(free.truth);
    expect(flipped.lanes[1].answer).not.toEqual(free.lanes[1].answer);
  });

  it('know what is true of sequences that people wrote', () => {
    const none = [0, 0, 0, 0];
    expect(tasks.bit.truth([1, -1, 1, 1], [0, 1, 0, 0])).toEqual([0]);
    expect(tasks.echo.truth([1, -1, 1, 1], none)).toEqual([1, 0]);
    expect(tasks.brackets.truth([1, 1, -1, -1], none)).toEqual([1]);
    expect(tasks.brackets.truth([1, 1, 1, -1], none)).toEqual([0]);
    expect(tasks.brackets.truth([-1, 1, 0, 0], none)).toEqual([0]);
    expect(tasks.adding.truth([0.5, 0.25, -1, 9], [1, 0, 1, 0])).toEqual([
      -0.5
    ]);
    expect(tasks.parity.truth([0, 1, -1, 1], none)).toEqual([0]);
    expect(tasks.parity.truth([1, 1, -1, 1], none)).toEqual([1]);
    // So good, not bad, not good.
    expect(tasks.words.truth([4, 1, 6], [1, 1, 0])).toEqual([1]);
    expect(tasks.words.truth([-4, -1, 6], [1, 1, 0])).toEqual([1]);
    expect(tasks.words.truth([-4, 1, 6], [1, 1, 0])).toEqual([0]);
    expect(tasks.weather.truth([0.5, 0, 0, -0.25], [1, 0, 0])).toEqual([-0.25]);
  });

  it('give a horizon of 1 for what is always right, and of 0 for chance and worse', () => {
    const examples = makeExamples('bit', 6, 1, 'held out');
    expect([...horizonRow(examples, examples.y, 6, tasks.bit).shares]).toEqual(
      Array(6).fill(1)
    );
    const wrong = examples.y.map(truth => 1 - truth);
    expect([...horizonRow(examples, wrong, 6, tasks.bit).shares]).toEqual(
      Array(6).fill(0)
    );
  });

  it('count a delay as right from 7 of 8 answers on, as the page says', () => {
    const shares = [20, 21].map(right => shareOf(tasks.bit, right, 24).share);
    expect(shares.map(share => horizonOf(Float32Array.of(share)))).toEqual([
      0, 1
    ]);
    expect(rightWords(tasks.bit)).toContain('7 of 8 answers');
    expect(rightWords(tasks.adding)).toContain('three quarters');
  });

  it('name the ends of the horizon by what is asked', () => {
    expect(horizonEnds(tasks.bit)).toEqual(['chance', 'always right']);
    for (const name of ['adding', 'weather'] as const) {
      expect(horizonEnds(tasks[name])).toEqual(['the mean alone', 'exact']);
      const examples = makeExamples(name, 6, 1, 'held out');
      const row = (answers: ArrayLike<number>) =>
        Array.from(horizonRow(examples, answers, 6, tasks[name]).shares);
      expect(row(examples.y)).toEqual(Array(6).fill(1));
      const mean = examples.y.reduce((sum, y) => sum + y) / examples.y.length;
      row(examples.y.map(() => mean)).forEach(held =>
        expect(held).toBeLessThan(0.1)
      );
      // Of every second answer too far by a little more than is near.
      const { near } = tasks[name];
      const off = examples.y.map((y, at) => y + (at % 2) * 1.01 * near);
      const { right, asked } = horizonRow(examples, off, 6, tasks[name]);
      expect(right.reduce((sum, each) => sum + each)).toBe(off.length / 2);
      expect([...asked]).toEqual(Array(6).fill(off.length / 6));
    }
  });

  it('count each output of an echo at its own delay', () => {
    const examples = makeExamples('echo', 5, 1, 'held out');
    const answers = examples.y.map((truth, at) =>
      at % 5 === 2 ? 1 - truth : truth
    );
    expect([...horizonRow(examples, answers, 5, tasks.echo).shares]).toEqual([
      1, 1, 0, 1, 1
    ]);
  });

  it('explain nothing of a sum by its mean, and all by itself', () => {
    const examples = makeExamples('adding', 6, 1, 'held out');
    expect([
      ...horizonRow(
        examples,
        new Float64Array(examples.y.length),
        6,
        tasks.adding
      ).shares
    ]).toEqual(Array(6).fill(0));
    expect([
      ...horizonRow(examples, examples.y, 6, tasks.adding).shares
    ]).toEqual(Array(6).fill(1));
  });
});
