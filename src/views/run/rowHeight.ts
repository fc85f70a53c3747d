/** Row heights by units, as the design has them; few units get tall rows. */
export function rowHeightFor(units: number, narrow: boolean): number {
  const height =
    units <= 4
      ? 16
      : units <= 8
        ? 8
        : units <= 16
          ? 6
          : units <= 40
            ? 3
            : units <= 64
              ? 2
              : 1;
  return narrow && units > 16 ? Math.min(height, 2) : height;
}
