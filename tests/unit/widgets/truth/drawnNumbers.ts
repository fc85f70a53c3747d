import type { ViewPage } from '../viewPage';
import { channelOf, earlier, isPadded, valueOf, type Ran } from './runs';
import { near, numberOf, type Words } from './told';

/** What stands in a picture, and what must stand there. */
type Said = readonly [string, Words];

/** What the wires of a cell carry: the numbers of one unit, of which a state may have several. */
type Numbers = readonly number[];

const partsOf = ({ trace, layer }: Ran) =>
  trace.layers.filter(
    ({ name }) => name === layer.name || name.startsWith(`${layer.name}/`)
  );

/** The numbers of a letter, `h[t−1]` or `f`, of the unit that is looked at; null for what no run holds. */
function numbersOf(ran: Ran, text: string): Numbers | null {
  const { layer, step, unit } = ran;
  const partWith = (name: string) =>
    partsOf(ran).find(each => channelOf(each, name));
  // `U h[t−1]` may be held as it is; it is of this step.
  const lag = partWith(text) ? null : /^(\w+)\[t[−+]1\]$/.exec(text);
  const at = lag ? earlier(layer, step) : step;
  const name = lag?.[1] ?? text;
  const part = partWith(name);
  if (!part) {
    return null;
  }
  // What all units share is the same for each: one number, or all that there are.
  const several = part === layer ? 1 : part.units / layer.units;
  const isShared = channelOf(part, name)!.shared ?? false;
  const [from, count] = isShared
    ? [0, part.units]
    : [Math.min(unit * several, part.units - 1), Math.max(1, several)];
  return Array.from({ length: count }, (_, each) =>
    valueOf(part, name, at, from + each)
  );
}

const functions: Readonly<
  Record<string, (value: number, ...more: number[]) => number>
> = {
  tanh: Math.tanh,
  sigmoid: value => 1 / (1 + Math.exp(-value)),
  softplus: value =>
    Math.log1p(Math.exp(-Math.abs(value))) + Math.max(0, value),
  exp: Math.exp,
  maximum: Math.max,
  minimum: Math.min,
  select: (mask, chosen, other) => (mask === 0 ? other : chosen)
};

const operations: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '−': (a, b) => a - b,
  '⊙': (a, b) => a * b,
  '/': (a, b) => a / b
};

/** Each number of one with that of the other, or with the only one that it has. */
function paired(
  one: Numbers | null,
  other: Numbers | null,
  by: (a: number, b: number) => number
): Numbers | null {
  if (!one || !other) {
    return null;
  }
  const count = Math.max(one.length, other.length);
  return [one, other].every(({ length }) => length === 1 || length === count)
    ? Array.from({ length: count }, (_, at) =>
        by(one[at % one.length], other[at % other.length])
      )
    : null;
}

/**
 * What `(1 − z) ⊙ n` or `tanh(c)` comes to; null where the run does not hold all of it, as a product
 * of a matrix that it does not tell.
 */
export function computed(ran: Ran, text: string): Numbers | null {
  const pieces =
    text.match(/10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+|\w+(?: \w+)?(?:\[t[−+]1\])?|\S/g) ?? [];
  let at = 0;
  const atom = (): Numbers | null => {
    const piece = pieces[at];
    at += 1;
    if (piece === '−') {
      return paired([-1], atom(), operations['⊙']);
    }
    if (piece === '(') {
      const inside = sum();
      at += 1;
      return inside;
    }
    if (pieces[at] === '(' && functions[piece]) {
      const given: (Numbers | null)[] = [];
      do {
        at += 1;
        given.push(sum());
      } while (pieces[at] === ',');
      at += 1;
      // Of functions only those of one number a unit are read.
      return given.every(each => each?.length === 1)
        ? [functions[piece](...(given.flat() as [number]))]
        : null;
    }
    return /^\d/.test(piece)
      ? [numberOf(piece.replace(/^10(?=\D)/, '1 × 10'))]
      : numbersOf(ran, piece);
  };
  const chain = (next: () => Numbers | null, signs: string) => () => {
    let result = next();
    while (at < pieces.length && signs.includes(pieces[at])) {
      const by = operations[pieces[at]];
      at += 1;
      result = paired(result, next(), by);
    }
    return result;
  };
  const sum: () => Numbers | null = chain(chain(atom, '⊙/'), '+−');
  const whole = sum();
  // What is left over is written in a way that is not read here, as a product of a matrix.
  return (at >= pieces.length ? whole : null) ?? numbersOf(ran, text);
}

const wordsOf = (element: Element, selector: string): string =>
  element.querySelector(selector)?.textContent ?? '';

/** The numbers on the wires of a cell: each is what its own text comes to. */
export function wireTruth(ran: Ran, { element }: ViewPage): Said[] {
  const { trace, layer, step } = ran;
  const padded = isPadded(trace, step);
  const pills = [
    ...element.querySelectorAll<SVGElement>(
      '.jp-gatescope-circuit .jp-gatescope-pill[data-channel]'
    )
  ];
  expect(pills.length).toBeGreaterThan(0);
  return pills.flatMap((pill): Said[] => {
    const text = pill.dataset['text']!;
    const isEmpty = pill.classList.contains('jp-gatescope-pill-empty');
    const said = isEmpty ? '–' : wordsOf(pill, '.jp-gatescope-pill-text');
    const isState =
      channelOf(layer, text.replace(/\[t[−+]1\]$/, ''))?.role === 'state';
    if (padded && !isState) {
      return [];
    }
    const numbers = computed(ran, text);
    // Where the run does not hold all of it, no number may stand.
    if (!numbers) {
      return [[said, [NaN]]];
    }
    // A product of means is not the mean of the products: of that there is none either.
    const isKnown = numbers.length === 1 || numbersOf(ran, text) !== null;
    const mean = isKnown
      ? numbers.reduce((all, each) => all + each / numbers.length, 0)
      : NaN;
    const size = Math.max(...numbers.map(Math.abs));
    return [[`${text}: ${said}`, [`${text}:`, near(mean, size)]]];
  });
}

/** The cells of the chain around the cursor: their gates, what enters them, and the states between them. */
export function slotTruth(ran: Ran, { element }: ViewPage): Said[] {
  const { layer, trace, step, unit } = ran;
  const chain = element.querySelector('.jp-gatescope-chain')!;
  const slots = [
    ...chain.querySelectorAll<SVGElement>('.jp-gatescope-chain-slot')
  ];
  const drawn = slots.map(({ dataset }) => Number(dataset['step']));
  expect(drawn).toEqual(drawn.map((_, at) => drawn[0] + at));
  expect(
    slots
      .filter(({ classList }) => classList.contains('jp-gatescope-current'))
      .map(({ dataset }) => Number(dataset['step']))
  ).toEqual([step]);
  const rows = slots.flatMap((slot, at) =>
    [...slot.querySelectorAll<SVGElement>('.jp-gatescope-chain-row')].flatMap(
      (row): Said[] => {
        const [name, value] = Array.from(
          row.querySelectorAll('text'),
          ({ textContent }) => textContent ?? ''
        );
        const channel = channelOf(layer, name.replace('U h', 'U h[t−1]'));
        return channel
          ? [
              [
                `${name} at ${drawn[at]}: ${value}`,
                [
                  `${name} at ${drawn[at]}:`,
                  isPadded(trace, drawn[at])
                    ? NaN
                    : valueOf(layer, channel.name, drawn[at], unit)
                ]
              ]
            ]
          : [];
      }
    )
  );
  // A state stands where the layer that computes from there reads it.
  const isForward = layer.direction === 'forward';
  const states = layer.channels.filter(({ role }) => role === 'state');
  const links = states.flatMap(({ name }) => {
    const pills = [
      ...chain.querySelectorAll(
        `.jp-gatescope-pill[data-channel="${name}"] text`
      )
    ];
    expect(pills).toHaveLength(drawn.length + 1);
    return pills.map(({ textContent }, at): Said => {
      const from = drawn[0] + at - (isForward ? 1 : 0);
      return [
        `${name} of ${from}: ${textContent}`,
        [`${name} of ${from}:`, valueOf(layer, name, from, unit)]
      ];
    });
  });
  expect(rows.length + links.length).toBeGreaterThan(0);
  return [
    ...rows,
    ...links,
    ...slots.flatMap((slot, at) => belowTruth(ran, slot, drawn[at]))
  ];
}

/** What a step is called below its cell, its number, and what of it enters. */
function belowTruth(
  { trace, labels, layer }: Ran,
  slot: Element,
  at: number
): Said[] {
  const token = wordsOf(slot, '.jp-gatescope-chain-token');
  const below = wordsOf(slot, '.jp-gatescope-chain-step');
  if (isPadded(trace, at)) {
    return [
      [token, ['padding']],
      [below, [at]]
    ];
  }
  const label = labels?.[at];
  const { inputSize, entering } = layer;
  const values = (entering ?? trace.input.array).values;
  // One number, or two where they have room; none is cut.
  const told = label === undefined ? token : below;
  const count = Math.min(
    inputSize,
    Math.max(1, told.split(', ').filter(each => each !== '…').length)
  );
  const enters: Words = [
    values[at * inputSize],
    ...(count > 1 ? [',', values[at * inputSize + 1]] : []),
    ...(inputSize > count ? [',', '…'] : [])
  ];
  return [
    [token, label === undefined ? enters : [label]],
    [
      below,
      [
        // Where both have no room, the numbers say more.
        ...(below.startsWith('x') ? [] : [at]),
        ...(/^\d+ ·/.test(below) ? ['·'] : []),
        ...(label === undefined || !below.includes('x')
          ? []
          : ['x =', ...enters])
      ]
    ]
  ];
}
