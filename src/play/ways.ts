import { html } from '../widgets/base/dom';
import { download, svgToPng } from '../widgets/base/exportPicture';
import {
  codeOf,
  codeRefusal,
  LANGUAGES,
  notebookOf,
  type CodePlan
} from './code';
import { horizonPicture } from './horizonPicture';
import type { PlayStore } from './playStore';
import { ratesOf } from './rates';
import { horizonEnds, tasks } from './tasks';
import { CELL_WORDS } from './words';

type Options = readonly (readonly [string, () => unknown])[];

function pill(words: string, press: () => unknown): HTMLButtonElement {
  const button = html('button', { type: 'button', class: 'play-pill' }, words);
  button.addEventListener('click', () => void press());
  return button;
}

/** A list that opens: each of its ways is a button, which arrow keys do not press. */
function menu(title: string, options: Options): HTMLElement {
  const element: HTMLDetailsElement = html(
    'details',
    { class: 'play-menu' },
    html('summary', { class: 'play-pill' }, `${title} ▾`),
    html(
      'div',
      {},
      options.map(([words, press]) =>
        pill(words, () => {
          close();
          return press();
        })
      )
    )
  );
  const close = (): void => {
    element.open = false;
    element.querySelector('summary')?.focus();
  };
  element.addEventListener('keydown', event => {
    if (event.key === 'Escape' && element.open) {
      close();
    }
  });
  element.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget && !element.contains(relatedTarget as Node)) {
      element.open = false;
    }
  });
  return element;
}

/** Where text is shown that is to be copied. */
function createShelf(say: (words: string) => void) {
  const element = html('details', { class: 'play-code', hidden: true });
  const show = (title: string, code: string): void => {
    const text = html(
      'textarea',
      { readonly: true, rows: 14, spellcheck: 'false', 'aria-label': title },
      code
    );
    element.hidden = false;
    element.open = true;
    element.replaceChildren(html('summary', {}, title), text);
    text.scrollIntoView({ block: 'nearest' });
  };
  return {
    element,
    show,
    async copy(title: string, text: string): Promise<void> {
      try {
        await navigator.clipboard.writeText(text);
        say(`${title}: copied`);
      } catch {
        // A page of a plain address may not write to the clipboard: it shows what is to be copied.
        show(title, text);
        say(`${title}: select it below`);
      }
    }
  };
}

/** What an article writes to have the page in it as it stands. */
export function embedCode({ href }: URL, address: string): string {
  const state = new URL(address).hash.slice(1).replaceAll('&', '&amp;');
  return `<script type="module" src="${href}"></script>
<gatescope-play state="${state}"></gatescope-play>`;
}

/** The ways on from here: the story, other pages, and what can be taken along. */
export function createWays(given: {
  readonly store: PlayStore;
  readonly question: string;
  /** The address of the program that makes the page an element of others. */
  readonly element: URL;
  /** Pages of where this one stands, by their names. */
  readonly links: Readonly<Record<string, string>>;
  startStory(): void;
  say(words: string): void;
}): HTMLElement {
  const { store, question, links, say } = given;
  const plan = (): CodePlan => ({
    state: store.state,
    rates: ratesOf(store.state),
    epochs: Math.max(1, store.epoch)
  });
  const { element: shelf, show, copy } = createShelf(say);
  const picture = (): string => {
    const { cells, delay, task } = store.state;
    const picture = horizonPicture({
      host: element,
      question,
      names: [CELL_WORDS[cells[0]], CELL_WORDS[cells[1]]],
      rows: store.training.rows,
      longest: delay,
      across: tasks[task].across,
      ends: horizonEnds(tasks[task])
    });
    return new XMLSerializer().serializeToString(picture);
  };
  const element: HTMLElement = html(
    'nav',
    { class: 'play-ways', 'aria-label': 'Ways on' },
    pill('Show me, in six steps', given.startStory),
    ...Object.entries(links).map(([name, href]) =>
      html('a', { class: 'play-pill', href }, name)
    ),
    pill('Copy link', () => copy('Link', store.address())),
    pill('Embed', () => {
      const code = embedCode(given.element, store.address());
      show('Embed', code);
      return copy('Embed', code);
    }),
    menu(
      'Copy code',
      LANGUAGES.map(
        language =>
          [
            language,
            async () => {
              const refusal = codeRefusal(language, plan());
              if (refusal) {
                say(refusal);
                return;
              }
              const code = codeOf(language, plan());
              show(`${language}`, code);
              await copy(language, code);
            }
          ] as const
      )
    ),
    pill('Open as notebook', () => {
      download(
        'memory.ipynb',
        new Blob([notebookOf(plan(), new URL(store.address()).hash.slice(1))], {
          type: 'application/x-ipynb+json'
        })
      );
      say('The notebook is in your downloads: open it in the lab.');
    }),
    menu('Picture', [
      [
        'PNG',
        async () => download('memory-horizon.png', await svgToPng(picture()))
      ],
      [
        'SVG',
        () =>
          download(
            'memory-horizon.svg',
            new Blob([picture()], { type: 'image/svg+xml' })
          )
      ]
    ])
  );
  return html('div', {}, element, shelf);
}
