import type { Reference } from './reference';

/** One step of a network of one unit, h = tanh(W x + U hBefore + b), once it was computed. */
export interface OneStep {
  readonly x: number;
  readonly hBefore: number;
  readonly h: number;
  readonly W: number;
  readonly U: number;
}

const step = (x: number, hBefore: number, W: number, U: number): OneStep => ({
  x,
  hBefore,
  h: Math.tanh(W * x + U * hBefore + 0.1),
  W,
  U
});

/** dL by hBefore, W, U and b, from the gradient of the sum inside tanh. */
const shares =
  (inside: (step: OneStep, dh: number) => number) =>
  (each: OneStep, dh: number): number[] => {
    const dz = inside(each, dh);
    return [dz * each.U, dz * each.x, dz * each.hBefore, dz];
  };
const slope = ({ h }: OneStep, dh: number): number => dh * (1 - h ** 2);
/** The same four where the gradient of the sum, which is right, meets other factors. */
const meeting =
  (factors: (step: OneStep) => readonly [number, number, number]) =>
  (each: OneStep, dh: number): number[] => {
    const dz = slope(each, dh);
    return [...factors(each).map(factor => dz * factor), dz];
  };

export const stepBack: Reference<[OneStep, number]> = {
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
      of: shares(({ h }, dh) => dh * (1 - h)),
      message: 'The slope of tanh is 1 minus the square of what came out.'
    },
    {
      of: shares(({ h }, dh) => dh * h),
      message:
        'The slope of tanh is 1 minus the square of what came out, not what came out.'
    },
    {
      of: meeting(({ U, x, h }) => [U, x, h]),
      message:
        'U was multiplied by the state of the step before. You took the one after it.'
    },
    {
      of: shares(({ hBefore }, dh) => dh * (1 - hBefore ** 2)),
      message:
        'The slope belongs to what came out of this tanh: h, not hBefore.'
    },
    {
      of: shares(each => slope(each, 1)),
      message: 'What arrives from later, dh, is a factor of all four.'
    },
    {
      of: meeting(({ U, hBefore, x }) => [U, hBefore, x]),
      message:
        'W meets the input, U the state before: their gradients have changed places.'
    },
    {
      of: meeting(({ W, x, hBefore }) => [W, x, hBefore]),
      message:
        'You sent the gradient of hBefore back through W. Through which weight did hBefore go in?'
    },
    {
      of: meeting(({ U, W }) => [U, W, U]),
      message:
        'The gradient of a weight does not hold the weight itself: what was it multiplied by?'
    },
    {
      of: meeting(({ x, hBefore }) => [1, x, hBefore]),
      message:
        'What goes back to hBefore takes the path by which hBefore came in, and there is a weight on it.'
    },
    {
      of: shares(({ h }, dh) => dh * (1 - Math.tanh(h) ** 2)),
      message: 'h came out of tanh already: it is not put through it again.'
    },
    {
      of: (each, dh) => {
        const dz = slope(each, dh);
        return [dz * each.x, dz * each.hBefore, dz, dz * each.U];
      },
      message: 'The numbers are right; their order is hBefore, W, U, b.'
    },
    {
      of: (each, dh) => {
        const dz = slope(each, dh);
        return [dz * each.U, dz * each.x, dz * each.hBefore, 1];
      },
      message:
        'By 1 the sum changes with b. The loss changes with the sum as well: what arrives there is a factor.'
    },
    {
      of: (each, dh) => {
        const dz = slope(each, dh);
        return [dz * each.U, dz * each.x, dz * each.hBefore, dh];
      },
      message: 'The bias is inside tanh as well: its gradient passes the slope.'
    }
  ]
};
