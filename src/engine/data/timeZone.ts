import { described } from '../base/described';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What the clocks of a place show. */
export interface TimeZone {
  /** The minutes that its clocks are ahead of UTC at a moment, in ms since 1970. */
  ahead(moment: number): number;
  /**
   * The moments at which its clocks show a time: one; two where they are put back, the earlier first;
   * none where they are put forward.
   *
   * @param clock ms since 1970 of a clock in UTC that shows the same
   */
  momentsOf(clock: number): number[];
}

/**
 * The clocks of a place by the zone database of the host, which `Intl` reads.
 *
 * @param name of the database: `Europe/Berlin`
 * @throws RangeError when there is none of that name
 */
export function timeZone(who: string, name: string): TimeZone {
  const parts = formatOf(who, name);
  const ahead = (moment: number): number => {
    const shown = Object.fromEntries(
      parts.formatToParts(moment).map(({ type, value }) => [type, value])
    );
    const clock = Date.parse(
      `${shown.year}-${shown.month}-${shown.day}T${shown.hour}:${shown.minute}:${shown.second}Z`
    );
    return Math.round((clock - moment) / MINUTE);
  };
  // Asked once a day: a clock is put back or forward on few of them.
  const byDay = new Map<number, number[]>();
  const aroundDay = (day: number): number[] => {
    const found =
      byDay.get(day) ??
      // Of the two sides of a change the one that is further ahead gives the earlier moment.
      [...new Set([ahead((day - 1) * DAY), ahead((day + 2) * DAY)])].sort(
        (one, other) => other - one
      );
    byDay.set(day, found);
    return found;
  };
  return {
    ahead,
    momentsOf(clock) {
      const sides = aroundDay(Math.floor(clock / DAY));
      const moments = sides.map(minutes => clock - minutes * MINUTE);
      return sides.length === 1
        ? moments
        : moments.filter((moment, at) => ahead(moment) === sides[at]);
    }
  };
}

function formatOf(who: string, name: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit'
    });
  } catch {
    throw new RangeError(
      `${who}: timeZone must be the name of a time zone, such as 'Europe/Berlin', got ${described(name)}`
    );
  }
}
