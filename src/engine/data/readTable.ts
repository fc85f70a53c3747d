import { csvTable } from './readCsv';
import { shipped, type DataName } from './shippedData';
import { shippedText } from './shippedRows';
import { type TimeTable } from './timeTable';
import { type TimeVariable } from './timeVariable';

/**
 * Reads a table that ships with the install: one row a step, `date` and a column for each variable.
 *
 * @throws Error when the file is missing, or a number in it is
 */
export async function readTable(
  name: DataName,
  step: string,
  variables: readonly TimeVariable[]
): Promise<TimeTable> {
  const file = `${name}.csv`;
  const by = <K extends 'label' | 'unit'>(key: K): Record<string, string> =>
    Object.fromEntries(
      variables.flatMap(variable => {
        const words = variable[key];
        return words === undefined ? [] : [[variable.name, words]];
      })
    );
  const table = csvTable(file, await shippedText(file), {
    name,
    step,
    date: 'date',
    columns: variables.map(variable => variable.name),
    labels: by('label'),
    units: by('unit')
  });
  return shipped(name, table);
}
