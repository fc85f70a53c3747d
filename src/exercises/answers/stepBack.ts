import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** One step of a network of one unit, h = tanh(W x + U hBefore + b), once it was computed. */
export interface OneStep {
  readonly x: number;
  readonly hBefore: number;
  readonly h: number;
  readonly W: number;
  readonly U: number;
}

/** What stands before tanh, and the order of the gradients. */
export interface Asked {
  readonly factor: number;
  readonly order: readonly Name[];
}

type Name = 'hBefore' | 'W' | 'U' | 'b';

type Gradients = Readonly<Record<Name, number>>;

const lesson: Asked = { factor: 1, order: ['hBefore', 'W', 'U', 'b'] };

/** The gradients as a list in an order of which the text shows the names. */
const inOrder = ({ order }: Asked): string =>
  `[${order.map(name => `dL/d${name}`).join(', ')}]`;

const reference = ({ factor, order }: Asked): Reference<[OneStep, number]> => {
  const step = (x: number, hBefore: number, W: number, U: number): OneStep => ({
    x,
    hBefore,
    h: factor * Math.tanh(W * x + U * hBefore + 0.1),
    W,
    U
  });
  /** The slope where so much came out. */
  const slopeAt = (h: number): number => factor * (1 - (h / factor) ** 2);
  const slope = ({ h }: OneStep, dh: number): number => dh * slopeAt(h);
  /** The four from the gradient of the sum inside tanh, some of them from something else. */
  const shares =
    (
      inside: (step: OneStep, dh: number) => number,
      others: (
        step: OneStep,
        dz: number,
        dh: number
      ) => Partial<Gradients> = () => ({}),
      names = order
    ) =>
    (each: OneStep, dh: number): number[] => {
      const dz = inside(each, dh);
      const gradients: Gradients = {
        hBefore: dz * each.U,
        W: dz * each.x,
        U: dz * each.hBefore,
        b: dz,
        ...others(each, dz, dh)
      };
      return names.map(name => gradients[name]);
    };
  return {
    name: 'stepBack',
    cases: () => [
      [step(1, 0.4, 0.8, 0.5), 1],
      [step(-0.5, 0.9, 0.6, -1.2), 0.3],
      [step(2, -0.7, -0.4, 0.9), -1.5],
      [step(0, 0.2, 1.5, 1.1), 2]
    ],
    draw(draws) {
      const [x, hBefore, W, U] = ['x', 'h before', 'W', 'U'].map(name =>
        draws.number(name, -1.2, 1.2, 2)
      );
      return [step(x, hBefore, W, U), draws.number('dh', -2, 2, 1)];
    },
    right: shares(slope),
    careless: [
      {
        of: shares((_, dh) => dh),
        message:
          'The slope of tanh is missing: the gradient passes it before it meets anything else.'
      },
      {
        of: shares(({ h }, dh) => dh * (factor - h)),
        message: 'The slope of tanh is 1 minus the square of what came out.'
      },
      {
        of: shares(({ h }, dh) => dh * h),
        message:
          'The slope of tanh is 1 minus the square of what came out, not what came out.'
      },
      {
        of: shares(slope, ({ h }, dz) => ({ U: dz * h })),
        message:
          'U was multiplied by the state of the step before. You took the one after it.'
      },
      {
        of: shares(({ hBefore }, dh) => dh * slopeAt(hBefore)),
        message:
          'The slope belongs to what came out of this tanh: h, not hBefore.'
      },
      {
        of: shares(each => slope(each, 1)),
        message: 'What arrives from later, dh, is a factor of all four.'
      },
      {
        of: shares(slope, ({ hBefore, x }, dz) => ({
          W: dz * hBefore,
          U: dz * x
        })),
        message:
          'W meets the input, U the state before: their gradients have changed places.'
      },
      {
        of: shares(slope, ({ W }, dz) => ({ hBefore: dz * W })),
        message:
          'You sent the gradient of hBefore back through W. Through which weight did hBefore go in?'
      },
      {
        of: shares(slope, ({ W }, dz) => ({ W: dz * W })),
        message:
          'The gradient of W holds what W was multiplied by, and that is not W itself.'
      },
      {
        of: shares(slope, ({ W, U }, dz) => ({ W: dz * W, U: dz * U })),
        message:
          'The gradient of a weight does not hold the weight itself: what was it multiplied by?'
      },
      {
        of: shares(slope, (_, dz) => ({ hBefore: dz })),
        message:
          'What goes back to hBefore takes the path by which hBefore came in, and there is a weight on it.'
      },
      {
        of: shares(({ h }, dh) => dh * slopeAt(factor * Math.tanh(h / factor))),
        message: 'h came out of tanh already: it is not put through it again.'
      },
      {
        of: shares(slope, undefined, [...order.slice(1), order[0]]),
        message: `The numbers are right; their order is ${order.join(', ')}.`
      },
      {
        of: shares(slope, () => ({ b: 1 })),
        message:
          'By 1 the sum changes with b. The loss changes with the sum as well: what arrives there is a factor.'
      },
      {
        of: shares(slope, (_, __, dh) => ({ b: dh })),
        message:
          'The bias is inside tanh as well: its gradient passes the slope.'
      }
    ]
  };
};

export const stepBack: DrawnAnswer<Asked, [OneStep, number]> = {
  lesson,
  draw: draws => ({
    factor: draws.number('factor', 1.2, 3, 2),
    order: draws.shuffled('order', lesson.order)
  }),
  words: [
    ['$h = \\tanh(W x', ({ factor }) => `$h = ${factor} \\tanh(W x`],
    [
      `\`${inOrder(lesson)}\`:`,
      asked => `\`${inOrder(asked)}\`, in this order:`
    ],
    [
      'on its way through tanh?',
      ({ factor }) => `on its way through the factor ${factor} and tanh?`
    ]
  ],
  reference
};
