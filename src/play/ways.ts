import { html } from '../widgets/base/dom';
import {
  codeOf,
  codeRefusal,
  LANGUAGES,
  notebookOf,
  type CodePlan
} from './code';
import { horizonPicture, pngOf, saveFile } from './takeAlong';

type PictureOf = Omit<Parameters<typeof horizonPicture>[0], 'host'>;

/** The ways on from here: the story, other pages, and what can be taken along. */
export function createWays(given: {
  /** Pages of where this one stands, by their names. */
  readonly links: Readonly<Record<string, string>>;
  plan(): CodePlan;
  address(): string;
  picture(): PictureOf;
  startStory(): void;
  say(words: string): void;
}): HTMLElement {
  const { links, plan, address, say } = given;
  const pill = (words: string, press: () => unknown): HTMLButtonElement => {
    const button = html(
      'button',
      { type: 'button', class: 'play-pill' },
      words
    );
    button.addEventListener('click', () => void press());
    return button;
  };
  const shown = html('details', { class: 'play-code', hidden: true });
  const show = (title: string, code: string): void => {
    const text = html(
      'textarea',
      { readonly: true, rows: 14, spellcheck: 'false', 'aria-label': title },
      code
    );
    shown.hidden = false;
    shown.open = true;
    shown.replaceChildren(html('summary', {}, title), text);
    text.scrollIntoView({ block: 'nearest' });
  };
  const copy = async (title: string, text: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      say(`${title}: copied`);
    } catch {
      // A page of a plain address may not write to the clipboard: it shows what is to be copied.
      show(title, text);
      say(`${title}: select it below`);
    }
  };
  const menu = (
    title: string,
    options: readonly (readonly [string, () => unknown])[]
  ): HTMLElement => {
    const select = html(
      'select',
      { class: 'play-pill', 'aria-label': title },
      html('option', { value: '' }, title),
      ...options.map(([name], at) => html('option', { value: at }, name))
    );
    select.addEventListener('change', () => {
      const chosen = options[Number(select.value)];
      select.value = '';
      void chosen[1]();
    });
    return select;
  };
  const svgText = (): { picture: SVGSVGElement; text: string } => {
    const picture = horizonPicture({ host: element, ...given.picture() });
    return { picture, text: new XMLSerializer().serializeToString(picture) };
  };
  const element: HTMLElement = html(
    'nav',
    { class: 'play-ways', 'aria-label': 'Ways on' },
    pill('Show me, in six steps', given.startStory),
    ...Object.entries(links).map(([name, href]) =>
      html('a', { class: 'play-pill', href }, name)
    ),
    pill('Copy link', () => copy('Link', address())),
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
      saveFile(
        'memory.ipynb',
        new Blob([notebookOf(plan(), new URL(address()).hash.slice(1))], {
          type: 'application/x-ipynb+json'
        })
      );
      say('The notebook is in your downloads: open it in the lab.');
    }),
    menu('Picture', [
      [
        'PNG',
        async () =>
          saveFile('memory-horizon.png', await pngOf(svgText().picture))
      ],
      [
        'SVG',
        () =>
          saveFile(
            'memory-horizon.svg',
            new Blob([svgText().text], { type: 'image/svg+xml' })
          )
      ]
    ])
  );
  return html('div', {}, element, shown);
}
