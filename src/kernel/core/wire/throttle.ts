/** Says how long a message must wait so that the rates stay below their limits. */
export interface Throttle {
  /** Counts a message of `bytes` bytes of printed text; gives the milliseconds to wait before it. */
  take(bytes: number, now: number): number;
}

/**
 * Two leaky buckets. The Jupyter server drops printed text above 1 MB/s and any message above
 * 1,000 a second, both measured over three seconds; the burst plus three seconds of the rate stay
 * below three times those limits.
 */
export function createThrottle({
  bytesPerSecond = 600_000,
  burstBytes = 1_100_000,
  messagesPerSecond = 600,
  burstMessages = 1_100
} = {}): Throttle {
  let bytesLevel = 0;
  let messagesLevel = 0;
  let last = 0;

  function take(bytes: number, now: number): number {
    const seconds = Math.max(0, now - last) / 1000;
    last = Math.max(last, now);
    bytesLevel = Math.max(0, bytesLevel - seconds * bytesPerSecond) + bytes;
    messagesLevel =
      Math.max(0, messagesLevel - seconds * messagesPerSecond) + 1;
    return Math.max(
      0,
      ((bytesLevel - burstBytes) / bytesPerSecond) * 1000,
      ((messagesLevel - burstMessages) / messagesPerSecond) * 1000
    );
  }

  return { take };
}
