// The pages of the site that lead to its lessons: the map of the course, and the door.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { playPage } from './build-play.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { released } = JSON.parse(
  readFileSync(path.join(root, 'package.json'), 'utf8')
);

/** Where the site's pages lead, as seen from its root: names, addresses, and what is found there. */
export const ways = [
  [
    'Play',
    'index.html',
    'Two networks learn to remember while you watch. Drag the delay and see which one gives up.'
  ],
  [
    'Lessons',
    'read/index.html',
    'Read, guess, draw and answer, one page a lesson. Nothing to install.'
  ],
  [
    'Open in JupyterLab',
    'lab/index.html',
    'The same lessons as notebooks, to edit and run in your browser.'
  ],
  [
    'Your own model',
    'docs/learn/pytorch-model.html',
    `See inside your LSTM or GRU of PyTorch or Keras${released ? ': pip install gatescope' : ''}.`
  ],
  [
    'For teachers',
    'docs/teaching.html',
    'Set exercises that say what is wrong, and mark a whole class.'
  ],
  ['Docs', 'docs/index.html', 'Your CSV in ten minutes, and every function.']
];

const groups = [
  ['Begin here', /^0[1-5]/, 'Each of these five builds on the one before.'],
  ['Text', /^(?:06|07|08|10)/, 'Words in order, writing, translating.'],
  ['Forecasts', /^(?:09|11|13)/, 'How far ahead, how sure, and when to ring.'],
  ['Networks of today', /^(?:12|14|15|16)/, 'What became of the gates.'],
  ['At work', /^example-/, 'Short visits to real tasks, without exercises.']
];

/** What the table of the course in the teachers' page says of lessons, by number. */
function course() {
  const text = readFileSync(path.join(root, 'docs/teaching.md'), 'utf8');
  const rows = text
    .split('\n## The course\n')[1]
    .matchAll(/^\| (\d\d) [^|]*\| *(\d+) *\|([^|]*)\|([^|]*)\|$/gm);
  return new Map(
    Array.from(rows, ([, number, , needs, then]) => [
      number,
      { needs: needs.trim().replace(/^–$/, ''), then: then.trim() }
    ])
  );
}

const escaped = text => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** The map of the course: what each lesson asks, how long it takes, and what was done of it. */
export function lessonsPage(entries) {
  const known = course();
  const left = new Set(entries);
  const sections = [...groups, ['Notebooks', /./, '']].flatMap(
    ([title, pattern, words]) => {
      const those = entries.filter(
        entry => left.has(entry) && pattern.test(entry.id)
      );
      those.forEach(entry => left.delete(entry));
      return those.length === 0
        ? []
        : [
            `<section class="read-group">
<h2>${title}</h2>
${words === '' ? '' : `<p>${words}</p>\n`}<ol class="read-cards">
${those.map(entry => card(entry, known.get(entry.id.slice(0, 2)))).join('\n')}
</ol>
</section>`
          ];
    }
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Lessons · gatescope</title>
<meta name="description" content="Sixteen lessons on recurrent networks, from one hidden state to the models of today: read them, guess, draw, answer.">
<meta property="og:title" content="Lessons on recurrent networks">
<meta property="og:description" content="Read, guess, draw and answer: pictures that live, and exercises that say what is wrong.">
<meta property="og:image" content="preview.png">
<link rel="stylesheet" href="read.css">
<script type="module" src="lessons.js"></script>
</head>
<body class="read">
<a class="read-skip" href="#read-main">Skip to the lessons</a>
<header class="read-top">
<a class="read-home" href="../index.html">gatescope</a>
<nav aria-label="Site">
${ways
  .map(
    ([name, href]) =>
      `<a href="../${href}"${name === 'Lessons' ? ' aria-current="page"' : ''}>${name}</a>`
  )
  .join('\n')}
</nav>
</header>
<main class="read-map" id="read-main">
<h1>Lessons</h1>
<p class="read-lead">What does a network remember, and how? Each lesson asks one question. You guess before you see, break what works, and write it yourself. What you do is kept in this browser.</p>
${sections.join('\n')}
</main>
</body>
</html>
`;
}

/** One lesson on the map. Its texts come from its page, where they are escaped already. */
function card(entry, known) {
  const { id, title, asks, minutes, exercises, picture, lesson } = entry;
  const number = /^\d\d/.exec(id)?.[0];
  const facts = [
    ...(minutes === null ? [] : [`${minutes} minutes`]),
    ...(known?.needs ? [`builds on ${known.needs}`] : []),
    ...(exercises.length === 0
      ? []
      : [`${exercises.length} exercise${exercises.length === 1 ? '' : 's'}`])
  ].join(' · ');
  return `<li>
<a class="read-card${picture === '' ? ' read-card-plain' : ''}" href="${id}.html" data-lesson="${lesson}" data-exercises="${exercises.join(' ')}">
${picture === '' ? '' : `<span class="read-card-picture" aria-hidden="true">${picture}</span>\n`}<span class="read-card-words">
<strong>${number === undefined ? '' : `<span class="read-number">${number}</span> `}${title}</strong>
<span class="read-asks">${asks}</span>
<small>${facts}</small>
${known === undefined ? '' : `<small>Afterwards you can ${escaped(known.then.replaceAll('$', ''))}.</small>\n`}<span class="read-done" hidden></span>
</span>
</a>
</li>`;
}

const title = 'How long can a network remember?';
const words =
  'Two recurrent networks learn to remember, in your browser. Lessons, a lab and tools to see inside recurrent networks: nothing to install.';

/** Pages of the site that the playground leads to: the map of the course, and the lesson that explains why. */
export const playLinks = read => ({
  Lessons: `${read}index.html`,
  'Why memories fade': `${read}02-why-memories-fade.html`
});

/** The site's root: the playground, and the ways on from it, which also stand where no script runs. */
export function doorPage(play) {
  const links = ways
    .filter(([name]) => name !== 'Play')
    .map(
      ([name, href, what]) =>
        `      <li><a href="${href}">${name}</a><span>${what}</span></li>`
    )
    .join('\n');
  return playPage(playLinks('read/'), play)
    .replace('href="data:,"', 'href="favicon.svg"')
    .replace(
      /<meta\s+name="description"[^>]*>/,
      `<meta name="description" content="${words}" />
    <meta property="og:title" content="${title}" />
    <meta property="og:description" content="${words}" />
    <meta property="og:type" content="website" />
    <meta property="og:image" content="read/preview.png" />
    <meta name="twitter:card" content="summary_large_image" />
    <link rel="stylesheet" href="read/door.css" />
    <!-- JupyterLite's pages read here what their root says of them. -->
    <script id="jupyter-config-data" type="application/json" data-jupyter-lite-root=".">
      {}
    </script>`
    )
    .replace(
      '<body>',
      `<body>
    <header class="door-top">
      <a href="index.html" aria-current="page"><strong>gatescope</strong></a>
      <nav aria-label="Site">
        ${ways
          .slice(1)
          .map(([name, href]) => `<a href="${href}">${name}</a>`)
          .join('\n        ')}
      </nav>
    </header>`
    )
    .replace(
      /<noscript[^]*?<\/noscript\s*>/,
      `<noscript>
        <p>This page computes in your browser, and needs scripts. The lessons can be read without.</p>
        <img src="read/preview.png" alt="Two networks, and how far back each remembers" width="100%" />
      </noscript>`
    )
    .replace(
      '</body>',
      `  <footer class="door-ways">
      <h2>What is this?</h2>
      <p>
        A recurrent network reads one number at a time and keeps a few numbers of its own: its state. An
        LSTM has gates that decide what is kept. Here two networks learn to repeat what they were told
        many steps ago, and you see how far back each of them can remember.
      </p>
      <h2>More than a playground</h2>
      <ul>
${links}
      </ul>
    </footer>
  </body>`
    )
    .replace('img-src data: blob:', "img-src 'self' data: blob:");
}
