import { csvParseRows } from 'd3-dsv';
import { shipped, type DataName } from './shippedData';
import { shippedText } from './shippedRows';
import { timeTable, type TimeTable } from './timeTable';
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
  const [header = [], ...rows] = csvParseRows(await shippedText(file));
  const dates = header.indexOf('date');
  const table = timeTable({
    name,
    step,
    dates: rows.map(row => row[dates]),
    variables,
    columns: Object.fromEntries(
      variables.map(variable => {
        const at = header.indexOf(variable.name);
        return [
          variable.name,
          Float64Array.from(rows, row => numberIn(file, row[at], variable.name))
        ];
      })
    )
  });
  return shipped(name, table);
}

function numberIn(
  file: string,
  field: string | undefined,
  column: string
): number {
  const value = Number(field);
  if (field === undefined || field === '' || Number.isNaN(value)) {
    throw new Error(
      `${file}: column ${column} must hold numbers, got ${JSON.stringify(field)}`
    );
  }
  return value;
}
