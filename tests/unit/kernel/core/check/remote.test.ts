import { lstm } from '../../../../../src/engine';
import {
  isWithheld,
  Withheld
} from '../../../../../src/exercises/answers/withheld';
import {
  LIBRARY_STEP_CALLED,
  StepFormError,
  type StepForm
} from '../../../../../src/exercises/check/stepForm';
import { isLibraryStep } from '../../../../../src/exercises/check/libraryStep';
import type {
  FromAnswer,
  ToAnswer
} from '../../../../../src/kernel/core/check/answerMessages';
import { createRemote } from '../../../../../src/kernel/core/check/remote';
import { LIBRARY_STEP } from '../../../../../src/kernel/core/check/standIn';

/** An answer's process that says what it is told to, and what it was asked. */
function answering(...replies: FromAnswer[]) {
  const asked: ToAnswer[] = [];
  const remote = createRemote(
    message => {
      asked.push(message);
      return replies.shift() ?? { value: null };
    },
    { cells: [4, 5], withheld: [{ message: 'not conformal' }] }
  );
  return { remote, asked };
}

const FUNCTION: FromAnswer = {
  value: { k: 'mine', id: 4, callable: true, name: 'Function' }
};
type Called = (...args: unknown[]) => unknown;

describe('an answer seen from the process that marks', () => {
  it('is asked for its value each time a name is read', () => {
    const { remote, asked } = answering({ value: 1 }, { value: 2 });
    expect([remote.value('n'), remote.value('n')]).toEqual([1, 2]);
    expect(asked).toEqual([
      { ask: 'value', name: 'n' },
      { ask: 'value', name: 'n' }
    ]);
  });

  it('is called there, with copies of the arguments', () => {
    const { remote, asked } = answering(FUNCTION, { value: 6 });
    expect((remote.value('double') as Called)(3, [1])).toBe(6);
    expect(asked[1]).toMatchObject({
      ask: 'call',
      id: 4,
      args: [3, { k: 'list', v: [1] }],
      construct: false
    });
  });

  it('gets nothing back that it was not handed, whatever it says for a number', () => {
    for (const id of ['constructor', 'length', '__proto__', -1, 0.5]) {
      const { remote } = answering({
        value: { k: 'yours', id: id as number }
      });
      expect(remote.value('taken')).toBeUndefined();
    }
    const { remote, asked } = answering(
      { callback: 'constructor' as unknown as number, args: [5] },
      { value: 1 }
    );
    expect(remote.value('n')).toBe(1);
    expect(asked[1]).toMatchObject({
      ask: 'goOn',
      error: { name: 'TypeError' }
    });
  });

  it('is one object however often it is read', () => {
    const { remote } = answering(FUNCTION, FUNCTION);
    expect(remote.value('double')).toBe(remote.value('double'));
  });

  it('is another thing under the same number when its process is another', () => {
    const { remote } = answering(
      { value: { k: 'mine', id: 0, callable: false, name: 'Model' } },
      { value: { k: 'mine', id: 0, callable: true, name: 'Function' } },
      { value: 6 }
    );
    expect(typeof remote.value('model')).toBe('object');
    remote.forget();
    expect((remote.value('double') as Called)(3)).toBe(6);
  });

  it('is known as a step of the library where its process says so', () => {
    const { remote } = answering(FUNCTION, {
      value: { k: 'mine', id: 5, callable: true, name: LIBRARY_STEP }
    });
    expect(isLibraryStep(remote.value('own'))).toBe(false);
    expect(isLibraryStep(remote.value('taken'))).toBe(true);
    expect(
      isLibraryStep(lstm({ inputSize: 2, units: 3 }).definition.step)
    ).toBe(true);
  });

  it('throws what it threw there, by the same name', () => {
    const error = { name: 'RangeError', message: 'too long', stack: '' };
    const { remote } = answering(FUNCTION, { error });
    expect(remote.value('double') as Called).toThrow(
      expect.objectContaining({ name: 'RangeError', message: 'too long' })
    );
  });

  it('names in a stack no place but its own cells, and stands where this side asked', () => {
    const frames = [
      '    at double (gatescope-cell/4:2:9)',
      '    at gatescope-cell/7:1:1',
      '    at eval (gatescope-cell/45:1:1)',
      '    at read (/etc/passwd:1:1)'
    ];
    const error = {
      name: frames[1],
      message: `too long\n${frames[1]}`,
      stack: ['Error', ...frames].join('\n')
    };
    const wanted = expect.objectContaining({
      stack: expect.stringMatching(
        /^Error: too long {5}at gatescope-cell\/7:1:1\n {4}at double \(gatescope-cell\/4:2:9\)\n[^]*remote\.test/
      ) as string
    }) as Error;
    const { remote } = answering(
      FUNCTION,
      { error },
      {
        value: { k: 'error', error }
      }
    );
    const double = remote.value('double') as Called;
    expect(double).toThrow(wanted);
    const given = double() as Error;
    expect(given).toEqual(wanted);
    for (const place of [7, 45]) {
      expect(given.stack).not.toMatch(
        new RegExp(`^ {4}at .*gatescope-cell/${place}:`, 'm')
      );
    }
    expect(given.stack).not.toContain('passwd');
  });

  it('says no more in an error than any error may, whatever it calls it', () => {
    const message = 'x'.repeat(2e6);
    const { remote } = answering(FUNCTION, {
      error: { name: 'RangeError', message, stack: '' }
    });
    expect(remote.value('step') as Called).toThrow(
      expect.objectContaining({ message: message.slice(0, 10_000) })
    );
  });

  /** What a report makes of an error that the answer's process tells of. */
  function thrown(error: object): unknown {
    const { remote } = answering(FUNCTION, {
      error: { name: 'Error', message: '', stack: '', ...error }
    });
    try {
      (remote.value('step') as Called)();
    } catch (caught) {
      return caught;
    }
    return undefined;
  }

  it('speaks as a report does only in words that this side writes', () => {
    const words = 'You rounded down; the next whole number is asked for.';
    for (const name of ['Withheld', 'StepFormError']) {
      const error = thrown({ name, message: words });
      expect(error).toMatchObject({ name, message: words });
      expect(isWithheld(error)).toBe(false);
      expect(error).not.toBeInstanceOf(StepFormError);
    }
    for (const name of ['', words, 5]) {
      expect(thrown({ name, message: words })).toHaveProperty('name', 'Error');
    }
    for (const message of ['not conformal', LIBRARY_STEP_CALLED]) {
      expect(isWithheld(thrown({ name: 'Withheld', message }))).toBe(true);
    }
    const names = ['h', 'c'];
    const form: StepForm = { kind: 'missing', missing: ['c'], names };
    expect(thrown({ message: words, form })).toMatchObject({
      name: 'StepFormError',
      message: 'Your step does not return c. It must return { h, c }.',
      channel: 'c'
    });
    for (const told of [
      { ...form, missing: [words] },
      { ...form, names: words },
      { kind: 'noTensor', channel: words, is: 'list' },
      { kind: 'shape', channel: 'h', shape: [words], wanted: [1, 2] },
      { kind: 'changes', name: `x\n${words}` },
      { kind: 'parameter', name: 'W', names: [words] },
      { kind: 'returns', text: 5, names },
      { kind: '__proto__' },
      words
    ]) {
      expect(thrown({ form: told })).not.toBeInstanceOf(StepFormError);
    }
  });

  it('is told again what a function of the test refused it', () => {
    const { remote } = answering(
      FUNCTION,
      { callback: 0, args: [] },
      { error: { name: 'Withheld', message: 'whole', stack: '' } }
    );
    const call = () =>
      (remote.value('follow') as Called)(() => {
        throw new Withheld('whole');
      });
    expect(call).toThrow(Withheld);
  });

  it('may call a function of the test, which runs on this side', () => {
    const { remote, asked } = answering(
      FUNCTION,
      { callback: 0, args: [20] },
      { value: 21 }
    );
    const seen: unknown[] = [];
    const plusOne = (n: number) => (seen.push(n), n + 1);
    expect((remote.value('apply') as Called)(plusOne)).toBe(21);
    expect(seen).toEqual([20]);
    expect(asked[2]).toEqual({ ask: 'goOn', value: 21 });
  });

  it('may call it more often than a stack has room for', () => {
    const calls = 50_000;
    const { remote } = answering(
      FUNCTION,
      ...new Array<FromAnswer>(calls).fill({ callback: 0, args: [] }),
      { value: 1 }
    );
    let count = 0;
    expect((remote.value('apply') as Called)(() => (count += 1))).toBe(1);
    expect(count).toBe(calls);
  });

  it('is made with new where it is a class', () => {
    const { remote, asked } = answering(FUNCTION, {
      value: { k: 'mine', id: 9, callable: false, name: 'Net' }
    });
    const Net = remote.value('Net') as new (size: number) => object;
    expect(typeof new Net(3)).toBe('object');
    expect(asked[1]).toMatchObject({ ask: 'call', id: 4, construct: true });
  });

  it('gives a promise for what was one there', async () => {
    const { remote } = answering(FUNCTION, { value: 5, promised: true });
    const given = (remote.value('later') as Called)();
    expect(given).toBeInstanceOf(Promise);
    await expect(given).resolves.toBe(5);
  });

  it('remembers that a function changed what it was given', () => {
    const { remote } = answering(FUNCTION, { value: 1, changed: true });
    expect(remote.hasChanged).toBe(false);
    (remote.value('spoil') as Called)([1]);
    expect(remote.hasChanged).toBe(true);
  });

  it('can be neither written nor awaited from here', async () => {
    const { remote, asked } = answering(FUNCTION);
    const standIn = remote.value('double') as Record<string, unknown>;
    expect(() => {
      standIn.points = 99;
    }).toThrow(TypeError);
    expect(await standIn).toBe(standIn);
    expect(asked).toHaveLength(1);
  });

  it('is handed no object of the test that is no data', () => {
    const { remote } = answering(FUNCTION);
    const double = remote.value('double') as Called;
    expect(() => double(new Map())).toThrow('A test hands a Map to the answer');
  });
});
