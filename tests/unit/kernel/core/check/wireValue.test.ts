import { tensor, zeros } from '../../../../../src/engine';
import {
  errorFromWire,
  errorToWire,
  fromWire,
  toWire,
  type WireRegistry,
  type WireValue,
  type WireError
} from '../../../../../src/kernel/core/check/wireValue';

const kept: object[] = [];
const registry: WireRegistry = {
  give: value => ({
    k: 'mine',
    id: kept.push(value) - 1,
    callable: typeof value === 'function',
    name: value.constructor.name
  }),
  take: wire => kept[wire.id],
  error: wire => errorFromWire(wire)
};

/** There and back, through text as between two processes. */
function sent(value: unknown): unknown {
  return fromWire(
    JSON.parse(JSON.stringify(toWire(value, registry))) as WireValue,
    registry
  );
}

describe('a value on its way to the process that marks', () => {
  it.each([
    ['a text', 'a'],
    ['nothing', undefined],
    ['null', null],
    ['a number', 0.1],
    ['minus zero', -0],
    ['NaN', NaN],
    ['infinity', -Infinity],
    ['a large whole number', 2n ** 70n],
    ['lists in lists', [[1, 2], [], [NaN]]],
    ['an object', { a: 1, b: [undefined] }],
    ['an array of numbers', new Float32Array([1.5, NaN])]
  ])('arrives as it was: %s', (_, value) => {
    expect(sent(value)).toEqual(value);
    expect(Object.is(sent(value), value) || typeof value === 'object').toBe(
      true
    );
  });

  it('is a tensor of the same numbers and shape', () => {
    const there = sent(tensor([[1, 2, 3]])) as ReturnType<typeof tensor>;
    expect(there.shape).toEqual([1, 3]);
    expect([...there.values]).toEqual([1, 2, 3]);
  });

  it('reads a getter and a proxy once, and hands on what they gave', () => {
    let read = 0;
    const proxy = new Proxy([1, 2], {
      get: (list, key) => {
        read += key === '0' ? 1 : 0;
        return Reflect.get(list, key) as unknown;
      }
    });
    const there = sent(proxy) as number[];
    expect([there[0], there[0], there[1]]).toEqual([1, 1, 2]);
    expect(read).toBe(1);
  });

  it('makes __proto__ a field like any other', () => {
    const there = sent(JSON.parse('{"__proto__":{"points":99}}'));
    expect(Object.getPrototypeOf(there)).toBe(Object.prototype);
    expect((there as { points?: number }).points).toBeUndefined();
  });

  it('is its fields where it is of a class without methods, or has them from another object', () => {
    class Hold {
      readonly units = [2];
      constructor(readonly channel: string) {}
    }
    const common: object = { channel: 'i' };
    const made = Object.create(common, {
      units: { value: [1], enumerable: true }
    }) as object;
    expect(sent([new Hold('f'), made])).toEqual([
      { channel: 'f', units: [2] },
      { channel: 'i', units: [1] }
    ]);
    class Numbers extends Float64Array {}
    expect(sent(Numbers.of(1, 2))).toEqual(Float64Array.of(1, 2));
    class Counter {
      count = 1;
      more(): void {
        this.count++;
      }
    }
    const counter = new Counter();
    expect(sent(counter)).toBe(counter);
  });

  it('is refused when it is a tensor of a billion rows without a number', () => {
    expect(() =>
      fromWire(
        { k: 'tensor', shape: [1e9, 0], type: 'Float64Array', v: '' },
        registry
      )
    ).toThrow('a tensor whose shape is not that of its numbers');
    expect(sent(zeros([3, 0]))).toMatchObject({ shape: [3, 0] });
  });

  it('goes by number when it has a life of its own', () => {
    const model = new Map();
    expect(sent(model)).toBe(model);
  });

  it('is refused when it is too large or too deep', () => {
    expect(() => toWire(new Array(5_000_001).fill(0), registry)).toThrow(
      'more than five million parts'
    );
    const round: unknown[] = [];
    round.push(round);
    expect(() => toWire(round, registry)).toThrow('a hundred levels');
  });

  it('is the same when an answer has changed what numbers and lists are asked by', () => {
    const { is } = Object;
    const { isFinite } = Number;
    const { isArray } = Array;
    try {
      Object.is = () => true;
      Number.isFinite = () => true;
      Array.isArray = (() => false) as unknown as typeof isArray;
      expect(JSON.stringify(toWire([2, NaN], registry))).toBe(
        '{"k":"list","v":[2,{"k":"number","v":"NaN"}]}'
      );
    } finally {
      Object.assign(Object, { is });
      Object.assign(Number, { isFinite });
      Object.assign(Array, { isArray });
    }
  });
});

describe('what the other side may say', () => {
  it.each([
    [{ k: 'tensor', shape: [3], type: 'Float64Array', v: '' }, 'shape'],
    [{ k: 'tensor', shape: [-1], type: 'Float64Array', v: '' }, 'shape'],
    [{ k: 'array', type: 'constructor', v: '' }, 'no known type'],
    [{ k: 'array', type: 'Float64Array', v: 'AAAA' }, 'ends inside a number'],
    // A list of one long text has the length 1.
    [{ k: 'bigint', v: ['9'] }, 'no text'],
    [{ k: 'number', v: ['NaN'] }, 'no text'],
    [{ k: 'array', type: ['Float64Array'], v: '' }, 'no known type'],
    [{ k: 'array', type: 'Float64Array', v: ['AAAAAAAAAAA='] }, 'no text'],
    [
      { k: 'tensor', shape: { length: 1 }, type: 'Float64Array', v: '' },
      'no list'
    ],
    [{ k: 'list', v: { map: 1 } }, 'no list'],
    [{ k: 'object', v: 'ab' }, 'no list'],
    [{ k: 'object', v: [[['a'], 1]] }, 'no text'],
    [{ k: 'other' }, 'no known kind']
  ])('is refused: %j', (wire, message) => {
    expect(() => fromWire(wire as unknown as WireValue, registry)).toThrow(
      message
    );
  });
});

describe('a value from the other side', () => {
  it('is refused when it is deeper than any that is sent', () => {
    const deep = (levels: number): WireValue => {
      let wire: WireValue = 1;
      for (let at = 0; at < levels; at++) {
        wire =
          at % 2 === 0
            ? { k: 'list', v: [wire] }
            : { k: 'object', v: [['a', wire]] };
      }
      return wire;
    };
    expect(fromWire(deep(3), registry)).toEqual([{ a: [1] }]);
    expect(() => fromWire(deep(5000), registry)).toThrow(/deeper than any/);
  });
});

describe('an error on its way', () => {
  it('keeps name and message as text, and of the stack what is asked for', () => {
    const error = new RangeError('too long');
    error.stack = 'RangeError: too long\n    at first\n    at second';
    const sent = errorToWire(error);
    const there = errorFromWire(sent, line => line.endsWith('second'));
    expect([there.name, there.message]).toEqual(['RangeError', 'too long']);
    expect(there.stack).toMatch(/^Error: too long\n {4}at second\n[^]*at /);
    expect(errorFromWire(sent).stack).not.toContain('second');
  });

  it('is nothing where the other side’s words are no text', () => {
    const words = ['9'.repeat(100)];
    const { name, message, stack } = errorFromWire({
      name: words,
      message: words,
      stack: words
    } as unknown as WireError);
    expect([name, message]).toEqual(['Error', '']);
    expect(stack).not.toContain(words[0]);
  });

  it('is text also when what was thrown cannot be read', () => {
    const thrown = {
      get message(): string {
        throw new Error('no');
      },
      name: 5
    };
    expect(errorToWire(thrown)).toMatchObject({ name: 'Error', message: '' });
    expect(errorToWire(null).message).toBe('null');
  });
});
