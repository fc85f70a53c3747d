import { ones, zeros } from '../../../engine/tensor/making';
import { IMPORT_BINDINGS, REFERENCE_MARK } from '../../core/cells/cellFrame';
import type { SentCell, ToAnswer } from '../../core/check/answerMessages';
import { toWire, type WireRegistry } from '../../core/check/wireValue';

const USED = ['add', 'matmul', 'mul', 'sigmoid', 'tanh', 'tensor'];

/**
 * What most answers are asked, in the words of a judge: to begin, to walk a step over a short sequence, and
 * to compute numbers. V8 compiles a function when it is first called, so what these call is compiled
 * before any answer is there.
 */
export function usualRequests(): readonly ToAnswer[] {
  const channels = { f: 2, c: 2, h: 2 };
  const walk = {
    reference: { channels, stateNames: ['h', 'c'] },
    parameters: { W: ones([1, 2]), U: ones([2, 2]), b: zeros([2]) },
    initial: { h: zeros([1, 2]), c: zeros([1, 2]) },
    x: [ones([1, 1]), zeros([1, 1])],
    isOwn: true
  };
  return [
    {
      ask: 'begin',
      student: 'nobody',
      withheld: [],
      ownSteps: true,
      needs: [
        sentCell(
          1,
          `${IMPORT_BINDINGS}('gatescope', ${USED.map(
            name => `[${reference(name)}, '${name}']`
          ).join(', ')});`,
          USED,
          USED
        )
      ],
      before: [],
      answer: sentCell(2, ANSWER, ANSWERED, [...USED, ...ANSWERED]),
      after: []
    },
    { ask: 'value', name: 'step' },
    { ask: 'walk', id: 0, isOwn: true, walk: toWire(walk, byValue) },
    { ask: 'value', name: 'total' },
    {
      ask: 'call',
      id: 1,
      self: toWire(undefined, byValue),
      args: [toWire([1, 2], byValue)],
      construct: false
    }
  ];
}

const reference = (name: string): string => `${name}${REFERENCE_MARK}`;
const valueOf = (name: string): string => `${reference(name)}.v`;

const ANSWERED = ['step', 'total'];
/** A step with a gate and a carried state, and a function of a list of numbers. */
const ANSWER = `
${valueOf('step')} = ({ x, h, c }, { W, U, b }) => {
  const sum = ${valueOf('add')}(${valueOf('matmul')}(x, W), ${valueOf('matmul')}(h, U), b);
  const f = ${valueOf('sigmoid')}(sum);
  const next = ${valueOf('add')}(${valueOf('mul')}(f, c), ${valueOf('tanh')}(sum));
  return { f, c: next, h: ${valueOf('tanh')}(next) };
};
${valueOf('total')} = values =>
  ${valueOf('tensor')}(values).values.reduce((sum, value) => sum + value, 0);
`;

function sentCell(
  number: number,
  javascript: string,
  names: readonly string[],
  references: readonly string[]
): SentCell {
  return {
    number,
    javascript,
    references,
    hasValue: false,
    names,
    hoisted: [],
    modules: []
  };
}

/** Nothing here goes by number. */
const byValue: WireRegistry = {
  give: () => null,
  take: () => undefined,
  error: ({ message }) => new Error(message)
};
