/** @jest-environment jsdom */
import { compareRuns, gru, lstm } from '../../../../src/engine';
import type { Comparison } from '../../../../src/trace';
import { createCompareView } from '../../../../src/widgets/compare/createCompareView';
import { createGatesView } from '../../../../src/widgets/gates/createGatesView';
import { openView, type ViewPage } from '../viewPage';

/** What was asked of a sound parameter, with when. */
type Asked = readonly [value: number, at: number];

class Parameter {
  value = 0;
  readonly set: Asked[] = [];
  readonly towards: Asked[] = [];
  setValueAtTime(value: number, at: number): void {
    this.set.push([value, at]);
  }
  setTargetAtTime(value: number, at: number): void {
    this.towards.push([value, at]);
  }
}

class Node {
  readonly to: unknown[] = [];
  readonly frequency = new Parameter();
  readonly gain = new Parameter();
  readonly pan = new Parameter();
  type = 'sine';
  onended: (() => void) | null = null;
  started: number | null = null;
  connect<T>(next: T): T {
    this.to.push(next);
    return next;
  }
  start(at: number): void {
    this.started = at;
  }
  stop(): void {}
}

class FakeAudioContext {
  static all: FakeAudioContext[] = [];
  readonly tones: Node[] = [];
  readonly ears: Node[] = [];
  readonly destination = new Node();
  currentTime = 10;
  state = 'running';
  constructor() {
    FakeAudioContext.all.push(this);
  }
  resume = () => Promise.resolve();
  close() {
    this.state = 'closed';
    return Promise.resolve();
  }
  createOscillator() {
    const tone = new Node();
    this.tones.push(tone);
    return tone;
  }
  createGain = () => new Node();
  createStereoPanner() {
    const ear = new Node();
    this.ears.push(ear);
    return ear;
  }
  get voices() {
    return this.tones.filter(({ type }) => type === 'triangle');
  }
  get clicks() {
    return this.tones.filter(({ type }) => type === 'square');
  }
}

const inputs = Array.from({ length: 12 }, (_, step) => [
  step === 5 ? 4 : Math.sin(step)
]);
const cells = [gru, lstm].map(make =>
  make({ inputSize: 1, units: 3, seed: 1 })
);
const run = cells[1].run(inputs).toBundle();
const forget = run.layers[0].channels.find(({ name }) => name === 'f')!;
const values = inputs.map((_, step) => forget.array.values[step * 3 + 2]);

const say = (page: ViewPage): string => {
  jest.advanceTimersByTime(1000);
  return page.texts('.jp-gatescope-hidden[role="status"]').join('');
};
const press = (page: ViewPage, key: string, shiftKey = false): string => {
  const picture = page.element.querySelector<HTMLElement>(
    '.jp-gatescope-picture'
  );
  picture?.focus();
  say(page);
  picture?.dispatchEvent(
    new KeyboardEvent('keydown', { key, shiftKey, bubbles: true })
  );
  return say(page);
};
const gates = (): ViewPage => {
  const page = openView(createGatesView, run);
  page.cursor.move({ step: 3, unit: 2, channel: 'f' }, {});
  page.cursor.move({ step: 4 }, {});
  return page;
};

beforeEach(() => {
  jest.useFakeTimers();
  FakeAudioContext.all = [];
  Object.assign(globalThis, { AudioContext: FakeAudioContext });
});
afterEach(() => {
  jest.useRealTimers();
  delete (globalThis as { AudioContext?: unknown }).AudioContext;
});

describe('a gate that is heard', () => {
  it('is silent until P is pressed', () => {
    const page = gates();
    press(page, 'd');
    press(page, 'ArrowRight');
    expect(FakeAudioContext.all).toHaveLength(0);
    page.close();
  });

  it('has its value as pitch, two octaves for its scale, and its time from ear to ear', () => {
    const page = gates();
    press(page, 'p');
    const [context] = FakeAudioContext.all;
    expect(context.voices).toHaveLength(1);
    const heard = context.voices[0].frequency.set.map(([pitch]) => pitch);
    expect(heard).toHaveLength(12);
    heard.forEach((pitch, step) =>
      // log2(pitch / 220) of 0 … 2 is a gate of 0 … 1.
      expect(Math.log2(pitch / 220) / 2).toBeCloseTo(values[step], 6)
    );
    const pans = context.ears[0].pan.set.map(([pan]) => pan);
    expect([pans[0], pans.at(-1)]).toEqual([-1, 1]);
    const times = context.voices[0].frequency.set.map(([, at]) => at);
    times
      .slice(1)
      .forEach((at, step) => expect(at - times[step]).toBeCloseTo(0.15, 9));
    page.close();
  });

  it('clicks where it is highest and lowest', () => {
    const page = gates();
    press(page, 'p');
    const [{ clicks, voices }] = FakeAudioContext.all;
    const first = voices[0].frequency.set[0][1];
    const steps = clicks.map(({ started }) =>
      Math.round((started! - first) / 0.15)
    );
    expect(steps).toEqual(
      expect.arrayContaining([
        values.indexOf(Math.max(...values)),
        values.indexOf(Math.min(...values))
      ])
    );
    page.close();
  });

  it('is stopped by P, and by the end of the view', () => {
    const page = gates();
    press(page, 'p');
    expect(FakeAudioContext.all[0].state).toBe('running');
    expect(press(page, 'p')).toBe('The sound is stopped.');
    expect(FakeAudioContext.all[0].state).toBe('closed');
    press(page, 'p');
    page.close();
    expect(FakeAudioContext.all[1].state).toBe('closed');
  });

  it('says at its end what it was, and can then be played again', () => {
    const page = gates();
    press(page, 'p');
    const [context] = FakeAudioContext.all;
    context.tones.find(({ onended }) => onended)?.onended?.();
    expect(say(page)).toMatch(
      /^That was unit 2's forget gate f; \d+ clicks\.$/
    );
    expect(context.state).toBe('closed');
    press(page, 'p');
    expect(FakeAudioContext.all).toHaveLength(2);
    page.close();
  });

  it('is slower with Shift, and O sounds the step alone', () => {
    const page = gates();
    press(page, 'P', true);
    const [[, first], [, second]] =
      FakeAudioContext.all[0].voices[0].frequency.set;
    expect(second - first).toBeCloseTo(0.6, 9);
    press(page, 'o');
    const { set } = FakeAudioContext.all[1].voices[0].frequency;
    expect(set).toHaveLength(1);
    expect(Math.log2(set[0][0] / 220) / 2).toBeCloseTo(values[4], 6);
    expect(FakeAudioContext.all[0].state).toBe('closed');
    page.close();
  });

  it('says so where the browser has no sound', () => {
    delete (globalThis as { AudioContext?: unknown }).AudioContext;
    const page = gates();
    expect(press(page, 'p')).toBe('This browser has no sound.');
    page.close();
  });
});

it('two networks are heard in two ears', () => {
  const bundle = compareRuns(
    cells.map(cell => cell.run(inputs)),
    {},
    'show'
  ).toBundle() as Comparison;
  const page = openView(createCompareView, bundle);
  press(page, 'p');
  const [context] = FakeAudioContext.all;
  expect(context.voices).toHaveLength(2);
  expect(
    context.ears.map(({ pan }) => [...new Set(pan.set.map(([p]) => p))])
  ).toEqual([[-1], [1]]);
  page.close();
});
