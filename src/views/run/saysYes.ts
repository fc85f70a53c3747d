/**
 * Whether the answer to a yes or no is yes: above the middle, as for the engine's `accuracy` and
 * Keras's. At 0.5 itself, where a network that does not know stands, it is no.
 *
 * @example
 * ```ts
 * saysYes(0.5); // false
 * ```
 */
export const saysYes = (value: number): boolean => value > 0.5;
