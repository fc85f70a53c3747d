import { isPadding, type Series, type Trace } from '../../trace';

/** The steps at which a series has a number, padding aside. */
export function stepsWithNumber(
  { values: { values } }: Series,
  { time }: Trace
): number[] {
  return Array.from(values.keys()).filter(
    step => !Number.isNaN(values[step]) && !isPadding(time, step)
  );
}
