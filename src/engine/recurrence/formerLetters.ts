import type { Named } from './definition';

/** Letters that a cell's channels had in the release before, each with today's. */
export type FormerLetters = Readonly<Record<string, string>>;

/**
 * Which cell calls a channel otherwise than it did. Each former letter still finds its channel and its
 * weights, in code, in clamps and in files, for a release.
 */
export const formerLetters = {
  /** As the GRU's candidate. */
  minLstm: { n: 'g' },
  /** As xLSTM's paper; the GRU's update gate has this letter. */
  sLstm: { z: 'g' }
} as const satisfies Readonly<Record<string, FormerLetters>>;

const none: FormerLetters = {};

/** Today's letter of a channel. */
export function channelToday(
  channel: string,
  former: FormerLetters = none
): string {
  return Object.hasOwn(former, channel) ? former[channel] : channel;
}

/** What a channel was called before, if otherwise. */
export function formerChannel(
  channel: string,
  former: FormerLetters = none
): string | undefined {
  return Object.keys(former).find(before => former[before] === channel);
}

/** What a weight (`Wg`, `Ug`, `bg`) was called before, if otherwise. */
export function formerWeight(
  weight: string,
  former?: FormerLetters
): string | undefined {
  const [, role, letter] = /^([WUb])(.+)$/.exec(weight) ?? [];
  const before = formerChannel(letter, former);
  return before === undefined ? undefined : `${role}${before}`;
}

/** Lets former names be read as well. They are not listed among the names. */
export function withFormerNames(
  named: Named,
  formerOf: (name: string) => string | undefined
): Named {
  for (const name of Object.keys(named)) {
    const before = formerOf(name);
    if (before !== undefined) {
      Object.defineProperty(named, before, { get: () => named[name] });
    }
  }
  return named;
}
