import type { MapScene } from '../../views/map/mapScene';

/**
 * Whether two scenes of one run are drawn alike: the same values on the same scales in the same
 * places. A picture that already shows one of them need not be made again for the other.
 */
export function sameDrawing(one: MapScene, other: MapScene): boolean {
  return (
    one.trace === other.trace &&
    one.lines === other.lines &&
    one.overSequences === other.overSequences &&
    one.narrow === other.narrow &&
    sameParts(one.options, other.options) &&
    sameNumbers(one.order, other.order) &&
    sameNumbers(one.edges, other.edges) &&
    JSON.stringify(one.layout) === JSON.stringify(other.layout) &&
    one.rows.length === other.rows.length &&
    one.rows.every((row, at) => sameRow(row, other.rows[at])) &&
    one.panels.length === other.panels.length &&
    one.panels.every((panel, at) =>
      sameNumbers(panel.domain, other.panels[at].domain)
    )
  );
}

type Row = MapScene['rows'][number];

function sameRow(one: Row, other: Row): boolean {
  return (
    one.channel.name === other.channel.name &&
    one.blank === other.blank &&
    sameNumbers(one.range, other.range) &&
    one.log?.top === other.log?.top &&
    // Places on one log scale are the same where the gradients are; a blank row shows none.
    (one.blank === true || one.log !== undefined || one.values === other.values)
  );
}

function sameNumbers(
  one: ArrayLike<number>,
  other: ArrayLike<number>
): boolean {
  return (
    one.length === other.length &&
    Array.prototype.every.call(
      one,
      (value: number, at: number) => value === other[at]
    )
  );
}

function sameParts<Parts extends object>(one: Parts, other: Parts): boolean {
  const names = Object.keys(one) as (keyof Parts)[];
  return (
    names.length === Object.keys(other).length &&
    names.every(name => one[name] === other[name])
  );
}
