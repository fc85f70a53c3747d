import type { StepSource } from '../../trace';

/** Longer lines are data. To look through one takes time that grows with the square of it. */
const LONGEST = 10_000;

/**
 * On which line (from 0) of a step function each channel is computed: where the name is declared or
 * assigned, else where it stands in the returned object.
 */
export function sourceLines(
  code: string,
  channels: readonly string[]
): StepSource {
  const lines = code
    .split('\n')
    .map(line => (line.length > LONGEST ? '' : line));
  const find = (pattern: RegExp) => lines.findIndex(line => pattern.test(line));
  const found: Record<string, number> = {};
  for (const channel of channels) {
    const returned = new RegExp(
      `\\b${channel}\\s*:\\s*([A-Za-z_$][\\w$]*)\\s*[,}\\n]`
    );
    const alias = lines.map(line => returned.exec(line)?.[1]).findLast(Boolean);
    const candidates = [
      find(new RegExp(`\\b(?:const|let|var)\\s+${channel}\\b\\s*(?::[^=]+)?=`)),
      alias
        ? find(
            new RegExp(`\\b(?:const|let|var)\\s+${alias}\\b\\s*(?::[^=]+)?=`)
          )
        : -1,
      find(new RegExp(`(?:^|[;\\s])${channel}\\s*=[^=>]`)),
      lines.findLastIndex(line => new RegExp(`\\b${channel}\\s*:`).test(line)),
      lines.findLastIndex(line => /\breturn\b/.test(line))
    ];
    const line = candidates.find(candidate => candidate >= 0);
    if (line !== undefined) {
      found[channel] = line;
    }
  }
  return { code, lines: found };
}
