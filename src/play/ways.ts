import { html } from '../widgets/base/dom';
import { download, svgToPng } from '../widgets/base/exportPicture';
import { openMenu } from '../widgets/base/menu';
import { createHorizonPicture, type HorizonPicture } from './horizonPicture';
import { horizonsOf } from './horizons';
import { LANGUAGES, type CodePlan, type Language } from './messages';
import { button } from './pagePart';
import { stateAddress, type PlayState } from './playState';
import type { PlayStore } from './playStore';
import { ratesOf } from './rates';
import { tasks } from './tasks';
import { scoreAfter } from './score';

type Options = readonly (readonly [string, () => unknown])[];

const pill = (words: string, press: () => unknown): HTMLButtonElement =>
  button('play-pill', words, press);

function menu(title: string, options: Options): HTMLButtonElement {
  const opener: HTMLButtonElement = pill(`${title} ▾`, () =>
    openMenu(
      opener,
      options.map(([label, press]) => ({ label, run: () => void press() })),
      title
    )
  );
  opener.ariaHasPopup = 'menu';
  return opener;
}

/** Where text is shown that is to be copied. */
function createShelf(say: (words: string) => void) {
  const element = html('details', { class: 'play-code', hidden: true });
  const put = (title: string, content: HTMLElement): void => {
    element.hidden = false;
    element.open = true;
    element.replaceChildren(html('summary', {}, title), content);
    content.scrollIntoView({ block: 'nearest' });
  };
  const show = (title: string, code: string): void =>
    put(
      title,
      html(
        'textarea',
        { readonly: true, rows: 14, spellcheck: 'false', 'aria-label': title },
        code
      )
    );
  return {
    element,
    show,
    /** Says in place of it what became of it. */
    tell(title: string, words: string): void {
      put(title, html('p', {}, words));
      say(words);
    },
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
function embedCode({ href }: URL, address: string): string {
  const state = new URL(address).hash.slice(1).replaceAll('&', '&amp;');
  return `<script type="module" src="${href}"></script>
<gatescope-play state="${state}"></gatescope-play>`;
}

/** What was raced, under a picture that is shown elsewhere. */
const settingsOf = ({ task, units, seed, rate, hold }: PlayState): string =>
  [
    tasks[task].label,
    `${units} units`,
    rate === 'best' ? 'each at its best rate' : `rate ${rate}`,
    `seed ${seed}`,
    ...(hold ? [`held: ${hold.gate} at ${hold.value}`] : [])
  ].join(' · ');

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
  const { element: shelf, show, copy, tell } = createShelf(say);
  /** Has a program written, and takes it; says why there is none. */
  const write = async (
    language: Language,
    take: (program: string) => unknown
  ): Promise<void> => {
    const plan: CodePlan = {
      state: store.state,
      rates: ratesOf(store.state),
      epochs: Math.max(1, store.epoch),
      address: stateAddress(store.whole)
    };
    if (!store.isTrusted) {
      tell(
        language,
        'Run your cell first: its code is read before it is taken along.'
      );
      return;
    }
    try {
      await take(await store.training.code(language, plan));
    } catch (error) {
      tell(language, error instanceof Error ? error.message : String(error));
    }
  };
  const picture = async (
    name: string,
    make: (picture: HorizonPicture, learned: number) => Blob | Promise<Blob>
  ): Promise<void> => {
    const made = createHorizonPicture(
      element,
      question,
      horizonsOf(store),
      epochs => scoreAfter(store, epochs),
      settingsOf(store.state)
    );
    try {
      download(`memory-horizon.${name}`, await make(made, store.learned));
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
    } finally {
      made.dispose();
    }
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
            () =>
              write(language, program => {
                show(language, program);
                return copy(language, program);
              })
          ] as const
      )
    ),
    pill('Open as notebook', () =>
      write('notebook', notebook => {
        download(
          'memory.ipynb',
          new Blob([notebook], { type: 'application/x-ipynb+json' })
        );
        tell(
          'Notebook',
          'memory.ipynb is in your downloads. Open it in JupyterLab with gatescope: run, it gives the numbers of this page.'
        );
      })
    ),
    menu('Picture', [
      [
        'PNG',
        () => picture('png', (made, learned) => svgToPng(made.after(learned)))
      ],
      [
        'SVG',
        () =>
          picture(
            'svg',
            (made, learned) =>
              new Blob([made.after(learned)], { type: 'image/svg+xml' })
          )
      ],
      [
        'Ten-second loop',
        () => {
          say('The loop is drawn, epoch by epoch …');
          return picture('gif', made => made.loop());
        }
      ]
    ])
  );
  return html('div', {}, element, shelf);
}
