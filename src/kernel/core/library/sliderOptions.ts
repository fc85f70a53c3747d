/** A number that the reader moves beside a picture. */
export interface SliderOptions {
  /** What stands beside it: `spectral radius ρ`. */
  readonly name: string;
  /** Lowest and highest value. */
  readonly range: readonly [number, number];
  /** Where it stands at first. */
  readonly value: number;
  /** From one value to the next; a hundredth of the range unless given. */
  readonly step?: number;
  readonly unit?: string;
}

/** What makes the picture of a value. */
export type MadeOf<R> = (value: number) => R;

/** A slider whose step is settled, and what it moves. */
export interface Slide<R> {
  readonly slider: Required<Omit<SliderOptions, 'unit'>> &
    Pick<SliderOptions, 'unit'>;
  readonly make: MadeOf<R>;
}

/** @throws TypeError naming the option, what was expected and what came. */
export function slideOf<R>(options: unknown, make: MadeOf<R>): Slide<R> {
  if (typeof options !== 'object' || options === null) {
    throw wrong('', 'an object { name, range, value }', options);
  }
  const given = options as Readonly<Record<string, unknown>>;
  const names = ['name', 'range', 'value', 'step', 'unit'];
  const stranger = Object.keys(given).find(name => !names.includes(name));
  if (stranger !== undefined) {
    throw new TypeError(
      `show: there is no slider.${stranger}; a slider has ${names.join(', ')}`
    );
  }
  const { name, range, value, unit } = given;
  if (typeof name !== 'string' || name === '') {
    throw wrong('.name', 'a text', name);
  }
  if (unit !== undefined && (typeof unit !== 'string' || unit === '')) {
    throw wrong('.unit', 'a text', unit);
  }
  const [low, high] = Array.isArray(range) ? (range as unknown[]) : [];
  if (!isFinite(low) || !isFinite(high) || low >= high) {
    throw wrong('.range', 'two numbers, the lower first', range);
  }
  if (!isFinite(value) || value < low || value > high) {
    throw wrong('.value', `a number from ${low} to ${high}`, value);
  }
  const step = given.step ?? (high - low) / 100;
  if (!isFinite(step) || step <= 0 || step > high - low) {
    throw wrong('.step', `a number above 0, at most ${high - low}`, step);
  }
  return {
    slider: {
      name,
      range: [low, high],
      value,
      step,
      ...(unit !== undefined && { unit })
    },
    make
  };
}

function isFinite(value: unknown): value is number {
  return Number.isFinite(value);
}

function wrong(place: string, expected: string, got: unknown): TypeError {
  const text = Array.isArray(got) ? `[${got.join(', ')}]` : String(got);
  return new TypeError(
    `show: slider${place} should be ${expected}, got ${text}`
  );
}
