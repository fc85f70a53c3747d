import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** In quarters, of which sums and products are exact. */
export interface Asked {
  /** By what `allowed` is multiplied. */
  readonly times: number;
  /** What each unit of the error adds to a model's cost. */
  readonly price: number;
}

type Each = readonly number[];
type Arguments = [errors: Each, costs: Each, allowed: number];

/** The place of the smallest of those that may be taken; −1 when there is none. */
function placeOf(
  values: Each,
  may: (at: number) => boolean,
  ties?: Each
): number {
  return values.reduce((best, value, at) => {
    const ahead =
      best < 0 ||
      value < values[best] ||
      (value === values[best] && ties !== undefined && ties[at] < ties[best]);
    return may(at) && ahead ? at : best;
  }, -1);
}

const lowest = (errors: Each): number => Math.min(...errors);

const reference = ({ times, price }: Asked): Reference<Arguments> => {
  const whole = (errors: Each, costs: Each): number[] =>
    costs.map((cost, at) => cost + price * errors[at]);
  const limit = (errors: Each, allowed: number): number =>
    lowest(errors) + times * allowed;
  /** Models of which the same one is right, whatever is asked. */
  const asHard = ([errors, costs, allowed]: Arguments): Arguments => {
    const least = lowest(errors);
    const found = errors.map(error => least + times * (error - least));
    const most = Math.max(...found);
    return [
      found,
      costs.map((cost, at) => cost + price * (most - found[at])),
      allowed
    ];
  };
  return {
    name: 'choose',
    cases: () => {
      const models: Arguments[] = [
        [[30, 12, 11, 40], [80, 240, 320, 60], 2],
        // Just allowed.
        [[10, 8, 12], [50, 90, 10], 2],
        // Nothing else is good enough.
        [[5, 20, 30], [300, 10, 1], 4],
        // Of the same cost.
        [[9, 8, 7, 7.5], [40, 20, 90, 20], 3],
        [[7, 9, 6], [20, 20, 60], 4],
        // The cheapest stands last, and first.
        [[0.5, 0.25, 0.75], [3, 2, 1], 1],
        [[0.75, 0.5, 0.25], [1, 2, 3], 0.5]
      ];
      return models.map(asHard);
    },
    draw: draws =>
      asHard(
        draws.until<Arguments>(
          'models',
          each => {
            const count = each.integer('count', 3, 6);
            return [
              each.numbers('errors', count, 1, 20, 0),
              each.numbers('costs', count, 1, 9, 0).map(cost => 10 * cost),
              each.integer('allowed', 1, 6)
            ];
          },
          // Of two with the same cost and the same error either may be taken.
          ([errors, costs]) =>
            new Set(errors.map((error, at) => `${error} ${costs[at]}`)).size ===
            errors.length
        )
      ),
    right: (errors, costs, allowed) =>
      placeOf(
        whole(errors, costs),
        at => errors[at] <= limit(errors, allowed),
        errors
      ),
    tolerance: 0,
    careless: [
      {
        of: errors => placeOf(errors, () => true),
        message: 'That is the smallest error. A cheaper one may be good enough.'
      },
      {
        of: (errors, costs) =>
          placeOf(whole(errors, costs), () => true, errors),
        message:
          'That is the cheapest of all, even where it is not good enough.'
      },
      {
        of: (errors, costs) => placeOf(whole(errors, costs), () => true),
        message:
          'That is the cheapest of all, even where it is not good enough; where two cost the same, it is the first.'
      },
      {
        of: (errors, costs, allowed) =>
          placeOf(
            whole(errors, costs),
            at => errors[at] < limit(errors, allowed),
            errors
          ),
        message: 'An error that is just at the limit is still allowed.'
      },
      {
        of: (errors, costs, allowed) =>
          placeOf(
            whole(errors, costs),
            at => errors[at] <= times * allowed,
            errors
          ),
        message:
          'You allowed errors up to `allowed`. Asked for are those up to so much above the smallest.'
      },
      {
        of: (errors, costs, allowed) =>
          placeOf(
            whole(errors, costs),
            at => errors[at] <= limit(errors, allowed)
          ),
        message:
          'Two cost the same, and you took the first. The one with the smaller error is asked for.'
      },
      {
        of: (errors, _costs, allowed) =>
          errors.findIndex(error => error <= limit(errors, allowed)),
        message:
          'That is the first that is good enough. A later one may be good enough and cheaper.'
      },
      {
        of: (errors, costs, allowed) =>
          placeOf(
            whole(errors, costs),
            at => errors[at] <= limit(errors, allowed),
            errors
          ) + 1,
        message: 'Places are counted from 0.'
      },
      {
        of: (errors, costs, allowed) =>
          costs[
            placeOf(
              whole(errors, costs),
              at => errors[at] <= limit(errors, allowed),
              errors
            )
          ],
        message: 'That is its cost. Its place is asked for.'
      }
    ]
  };
};

export const cheapestGoodEnough: DrawnAnswer<Asked, Arguments> = {
  lesson: { times: 1, price: 0 },
  draw: draws => ({
    times: draws.integer('quarters', 5, 28) / 4,
    price: draws.integer('price', 1, 24) / 4
  }),
  words: [
    [
      'the cost of each model.',
      ({ price }) =>
        `the cost of each model. Errors are expensive, too: add ${price} to a model's cost for each unit of its error, and compare these totals wherever costs are compared.`
    ],
    [
      'whose error is at most `allowed` above the smallest one.',
      ({ times }) =>
        `whose error is at most ${times} times \`allowed\` above the smallest one.`
    ]
  ],
  reference
};
