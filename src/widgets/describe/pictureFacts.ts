import { bandFacts } from './bandFacts';
import type { Fact } from './fact';
import { groupFacts } from './groupFacts';
import {
  groupSpread,
  type Line,
  type LinePlaces,
  type ShownLines
} from './line';
import { lineFacts } from './lineFacts';

/** Nobody asks for more of one picture. */
const MOST = 24;
/** What another fact of the same kind, and one of the same line, is worth after the first. */
const SAME_KIND = 0.7;
const SAME_LINE = 0.5;

/** The facts of a picture, the most telling first; each next one as unlike those before as may be. */
export function pictureFacts({
  lines,
  time,
  parts = false
}: ShownLines): Fact[] {
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    groups.set(line.group, [...(groups.get(line.group) ?? []), line]);
  }
  return mostTelling(
    [...groups.values()].flatMap(group => {
      const scale = groupSpread(group);
      return [
        ...group.flatMap(line => factsOf(line, scale, time)),
        ...(time.unordered ? [] : groupFacts(group, scale, parts))
      ];
    })
  );
}

/** The facts of the line that the cursor is on. */
export function factsHere({ lines, here, time }: ShownLines): Fact[] {
  const line = lines.at(here);
  return line
    ? mostTelling(
        factsOf(
          line,
          groupSpread(lines.filter(({ group }) => group === line.group)),
          time
        )
      )
    : [];
}

/** What can be said of a line; of places without an order, where it is highest and lowest. */
function factsOf(
  line: Line,
  scale: number,
  { unordered = false }: LinePlaces
): Fact[] {
  return [...lineFacts(line, scale), ...bandFacts(line, scale)].filter(
    ({ kind }) => !unordered || kind === 'extreme'
  );
}

function mostTelling(facts: readonly Fact[]): Fact[] {
  const left = facts.map(fact => ({ fact, worth: fact.telling }));
  const told: Fact[] = [];
  while (told.length < MOST && left.length > 0) {
    let best = 0;
    left.forEach(({ worth }, at) => {
      best = worth > left[best].worth ? at : best;
    });
    const [{ fact }] = left.splice(best, 1);
    told.push(fact);
    for (const each of left) {
      each.worth *= each.fact.kind === fact.kind ? SAME_KIND : 1;
      each.worth *= each.fact.line === fact.line ? SAME_LINE : 1;
    }
  }
  return told;
}
