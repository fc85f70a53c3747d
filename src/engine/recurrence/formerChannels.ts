import type { Named } from './definition';

/** Names that a cell's channels had in the release before, each with today's. */
export type FormerChannels = Readonly<Record<string, string>>;

/**
 * Which cell calls a channel otherwise than it did. Each former name still finds its channel and its
 * weights, in code, in clamps and in files, for a release.
 */
export const formerChannels = {
  /** As the GRU's candidate. */
  minLstm: { n: 'g' },
  /** As xLSTM's paper; the GRU's update gate has this name. */
  sLstm: { z: 'g' }
} as const satisfies Readonly<Record<string, FormerChannels>>;

const none: FormerChannels = {};

/** Today's name of a channel. */
export function channelToday(
  channel: string,
  former: FormerChannels = none
): string {
  return Object.hasOwn(former, channel) ? former[channel] : channel;
}

/** What a channel was called before, if otherwise. */
export function formerChannel(
  channel: string,
  former: FormerChannels = none
): string | undefined {
  return Object.keys(former).find(before => former[before] === channel);
}

/** What a weight (`Wg`, `Ug`, `bg`) was called before, if otherwise. */
export function formerWeight(
  weight: string,
  former?: FormerChannels
): string | undefined {
  const [, role, channel] = /^([WUb])(.+)$/.exec(weight) ?? [];
  const before = formerChannel(channel, former);
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
