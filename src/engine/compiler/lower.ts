import type { FloatType } from '../tensor/operation';
import type { Body } from './assembler';
import { simd } from './assembler';
import { exponential, logarithm, numbers } from './coefficients';
import type { Value } from './graph';

/** The machine that is written for: its numbers, and whether it multiplies and adds in one rounding. */
export interface TargetMachine {
  readonly dtype: FloatType;
  readonly fuses: boolean;
}

/**
 * Instructions on vectors of f32 and of f64. `lower` and `higher` are `b < a ? b : a` and `a < b ? b : a`: one
 * instruction of a processor, which leaves an `a` that is no number as it is.
 */
const codes = {
  f32: {
    equal: 0x41,
    less: 0x43,
    greater: 0x44,
    greaterEqual: 0x46,
    notEqual: 0x42,
    nearest: 0x6a,
    shiftLeft: 0xab,
    shiftRight: 0xac,
    addWhole: 0xae,
    subtractWhole: 0xb1,
    abs: 0xe0,
    negate: 0xe1,
    sqrt: 0xe3,
    add: 0xe4,
    subtract: 0xe5,
    multiply: 0xe6,
    divide: 0xe7,
    minimum: 0xe8,
    maximum: 0xe9,
    lower: 0xea,
    higher: 0xeb,
    multiplyAdd: 0x105,
    multiplySubtract: 0x106
  },
  f64: {
    equal: 0x47,
    less: 0x49,
    greater: 0x4a,
    greaterEqual: 0x4c,
    notEqual: 0x48,
    nearest: 0x94,
    shiftLeft: 0xcb,
    shiftRight: 0xcc,
    addWhole: 0xce,
    subtractWhole: 0xd1,
    abs: 0xec,
    negate: 0xed,
    sqrt: 0xef,
    add: 0xf0,
    subtract: 0xf1,
    multiply: 0xf2,
    divide: 0xf3,
    minimum: 0xf4,
    maximum: 0xf5,
    lower: 0xf6,
    higher: 0xf7,
    multiplyAdd: 0x107,
    multiplySubtract: 0x108
  }
} as const;

type Code = keyof (typeof codes)['f32'];

/**
 * Writes arithmetic into a function. Operands and results are locals; what is not an instruction of the
 * machine is made of those that are.
 */
export class ArithmeticWriter {
  readonly #constants = new Map<string, number>();

  constructor(
    readonly body: Body,
    readonly machine: TargetMachine
  ) {}

  number(value: number): number {
    const { dtype } = this.machine;
    const bytes = new Uint8Array(16);
    if (dtype === 'f32') {
      new Float32Array(bytes.buffer).fill(value);
    } else {
      new Float64Array(bytes.buffer).fill(value);
    }
    return this.bits(bytes);
  }

  bits(bytes: Uint8Array): number {
    const key = bytes.join();
    let local = this.#constants.get(key);
    if (local === undefined) {
      local = this.body.constant(bytes);
      this.#constants.set(key, local);
    }
    return local;
  }

  #take(): number {
    const local = this.body.local();
    this.body.set(local);
    return local;
  }

  op(code: Code, ...operands: readonly number[]): number {
    operands.forEach(operand => this.body.get(operand));
    this.body.vector(codes[this.machine.dtype][code]);
    return this.#take();
  }

  #logic(code: keyof typeof simd, ...operands: readonly number[]): number {
    operands.forEach(operand => this.body.get(operand));
    this.body.vector(simd[code]);
    return this.#take();
  }

  get add(): number {
    return codes[this.machine.dtype].add;
  }

  /** `sum += a · b` */
  addProduct(a: number, b: number, sum: number): void {
    const { multiply, add, multiplyAdd } = codes[this.machine.dtype];
    if (this.machine.fuses) {
      this.body.get(a).get(b).get(sum).vector(multiplyAdd).set(sum);
    } else {
      this.body.get(a).get(b).vector(multiply).get(sum).vector(add).set(sum);
    }
  }

  /** `c + a · b`, or `c − a · b`, in one rounding. */
  withProduct(isLess: boolean, [a, b]: readonly number[], c: number): number {
    return this.op(isLess ? 'multiplySubtract' : 'multiplyAdd', a, b, c);
  }

  /** `a · b + c` */
  multiplyAdd(a: number, b: number, c: number): number {
    return this.machine.fuses
      ? this.op('multiplyAdd', a, b, c)
      : this.op('add', this.op('multiply', a, b), c);
  }

  /** `a` where the comparison holds, else `b`. */
  #where(mask: number, a: number, b: number): number {
    return this.#logic('bitselect', a, b, mask);
  }

  #shift(code: 'shiftLeft' | 'shiftRight', a: number): number {
    const { dtype } = this.machine;
    this.body.get(a).integer(numbers[dtype].mantissa);
    this.body.vector(codes[dtype][code]);
    return this.#take();
  }

  /** An elementwise operation of the graph. */
  of({ op, bend }: Value, [a, b, c]: readonly number[]): number {
    const one = () => this.number(1);
    const { least, full } = numbers[this.machine.dtype];
    switch (op) {
      case 'add':
      case 'subtract':
      case 'multiply':
      case 'divide':
      case 'maximum':
      case 'minimum':
        return this.op(op, a, b);
      case 'copy':
      case 'stop':
      case 'curve':
        return a;
      case 'negate':
      case 'sqrt':
      case 'abs':
        return this.op(op, a);
      case 'greater':
      case 'greaterEqual':
        return this.#logic('and', this.op(op, a, b), one());
      case 'select':
        return this.#where(this.op('notEqual', a, this.number(0)), b, c);
      case 'sign': {
        const above = this.op('greater', a, this.number(0));
        const below = this.op('less', a, this.number(0));
        const share = this.#logic('and', one(), above);
        return this.op('subtract', share, this.#logic('and', one(), below));
      }
      case 'relu':
        return this.op('higher', a, this.number(0));
      case 'sigmoid': {
        const { power, p } = this.#parts(
          this.op('lower', a, this.number(-least))
        );
        // Nothing where it would no longer have all its digits: it may meet a large number.
        const e = this.#logic(
          'andNot',
          this.multiplyAdd(power, p, power),
          this.op('less', a, this.number(least))
        );
        return this.op('divide', e, this.op('add', one(), e));
      }
      case 'tanh': {
        const x = this.#within(a, full);
        const { power, p } = this.#parts(this.op('add', x, x));
        const e = this.multiplyAdd(power, p, this.op('subtract', power, one()));
        return this.op('divide', e, this.op('add', this.number(2), e));
      }
      case 'exp':
        return this.#exp(a);
      case 'log':
        return this.#log(a);
      case 'softplus': {
        const e = this.#small(this.op('negate', this.op('abs', a)));
        const s = this.op('divide', e, this.op('add', this.number(2), e));
        const high = this.op('higher', a, this.number(0));
        return this.op('add', high, this.#arc(s));
      }
      case 'elu': {
        const [scale, alpha] = bend!;
        const below = this.op('lower', a, this.number(0));
        const e = this.#lessOne(below);
        const low = this.op('multiply', e, this.number(scale * alpha));
        const high = this.op('multiply', a, this.number(scale));
        const positive = this.op('greater', a, this.number(0));
        return this.#where(positive, high, low);
      }
      default:
        throw new Error(`lower: '${op}' is not computed number by number`);
    }
  }

  /** Numbers cut to −limit … limit. */
  #within(x: number, limit: number): number {
    const below = this.op('lower', x, this.number(limit));
    return this.op('higher', below, this.number(-limit));
  }

  /** A polynomial, the lowest coefficient first: its even part, and x times its odd part. */
  #polynomial(x: number, squared: number, of: readonly number[]): number {
    const sumOf = (part: readonly number[]) => {
      let sum = this.number(part.at(-1)!);
      for (let at = part.length - 2; at >= 0; at--) {
        sum = this.multiplyAdd(sum, squared, this.number(part[at]));
      }
      return sum;
    };
    const [even, odd] = [0, 1].map(rest =>
      sumOf(of.filter((_, at) => at % 2 === rest))
    );
    return this.multiplyAdd(odd, x, even);
  }

  /** n, 2ⁿ where numbers of its size have all their digits, and p, with eˣ = 2ⁿ (1 + p). */
  #parts(x: number) {
    const { dtype } = this.machine;
    const { ln2, magic } = numbers[dtype];
    const log2e = this.number(Math.LOG2E);
    const biased = this.multiplyAdd(x, log2e, this.number(magic));
    const n = this.op('subtract', biased, this.number(magic));
    let r = x;
    for (const part of ln2) {
      r = this.multiplyAdd(n, this.number(-part), r);
    }
    const squared = this.op('multiply', r, r);
    const q = this.#polynomial(r, squared, exponential[dtype]);
    const p = this.multiplyAdd(q, squared, r);
    return { n, power: this.#shift('shiftLeft', biased), p };
  }

  /** 2ⁿ, put together from its bits; `times` 2 to this. */
  #power(n: number, times = 0): number {
    const { magic } = numbers[this.machine.dtype];
    const biased = this.op('add', n, this.number(magic + times));
    return this.#shift('shiftLeft', biased);
  }

  /** eˣ for x ≤ 0, down to nothing: the power is made larger, so that its bits can hold it. */
  #small(x: number): number {
    const { ends, lift } = numbers[this.machine.dtype];
    const { n, p } = this.#parts(this.op('higher', x, this.number(ends[1])));
    const power = this.#power(n, lift);
    const lifted = this.multiplyAdd(power, p, power);
    return this.op('multiply', lifted, this.number(2 ** -lift));
  }

  /** eˣ − 1 for x ≤ 0. */
  #lessOne(x: number): number {
    const { least } = numbers[this.machine.dtype];
    const { power, p } = this.#parts(this.op('higher', x, this.number(least)));
    const rest = this.op('subtract', power, this.number(1));
    return this.multiplyAdd(power, p, rest);
  }

  /** eˣ over all numbers: the power in two halves, so that it can leave them at both ends. */
  #exp(x: number): number {
    const [high, low] = numbers[this.machine.dtype].ends;
    const inside = this.op('lower', x, this.number(high));
    const { n, p } = this.#parts(this.op('higher', inside, this.number(low)));
    const half = this.op('nearest', this.op('multiply', n, this.number(0.5)));
    const first = this.#power(half);
    const e = this.multiplyAdd(first, p, first);
    return this.op('multiply', e, this.#power(this.op('subtract', n, half)));
  }

  /** `log((1 + s) / (1 − s))` */
  #arc(s: number): number {
    const squared = this.op('multiply', s, s);
    const { dtype } = this.machine;
    const fourth = this.op('multiply', squared, squared);
    const sum = this.#polynomial(squared, fourth, logarithm[dtype]);
    return this.op('multiply', s, sum);
  }

  #log(x: number): number {
    const { dtype } = this.machine;
    const { mantissa, whole, ln2 } = numbers[dtype];
    const least = dtype === 'f32' ? 2 ** -126 : 2 ** -1022;
    // What has fewer digits is made larger first.
    const tiny = this.op('less', x, this.number(least));
    const larger = this.op('multiply', x, this.number(2 ** mantissa));
    const value = this.#where(tiny, larger, x);
    const root = this.number(Math.SQRT1_2);
    const power = this.#shift(
      'shiftRight',
      this.op('subtractWhole', value, root)
    );
    const m = this.op('subtractWhole', value, this.#shift('shiftLeft', power));
    const biased = this.op('addWhole', power, this.number(whole));
    const exponent = this.op('subtract', biased, this.number(whole));
    const less = this.op('subtract', exponent, this.number(mantissa));
    const n = this.#where(tiny, less, exponent);
    const one = this.number(1);
    const s = this.op(
      'divide',
      this.op('subtract', m, one),
      this.op('add', m, one)
    );
    const [high, low] = ln2;
    const result = this.multiplyAdd(
      n,
      this.number(high),
      this.multiplyAdd(n, this.number(low), this.#arc(s))
    );
    const zero = this.op('equal', x, this.number(0));
    const infinite = this.op('equal', x, this.number(Infinity));
    const positive = this.op('greater', x, this.number(0));
    const atZero = this.#where(zero, this.number(-Infinity), this.number(NaN));
    const ends = this.#where(infinite, x, result);
    return this.#where(positive, ends, atZero);
  }
}
