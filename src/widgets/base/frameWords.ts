import type { BundleHeader } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { fillWords, html, contentText, type Content } from './dom';
import type { SpokenWords } from './spokenWords';

/** The words around a picture: what it is of, how to read it, what stands there now, what to know. */
export interface FrameWords {
  /** What the picture answers, and its answer: they stand over it. */
  readonly asked: HTMLElement;
  readonly meta: HTMLElement;
  readonly reading: HTMLElement;
  readonly notice: HTMLElement;
  readonly warning: HTMLElement;
  readonly changed: HTMLElement;
  setMeta(content: Content): void;
  setAsked(question: Content, answer: Content): void;
  setReading(content: Content): void;
  setChanged(content: Content): void;
  /** What D tells stands in place of the sentence, until other words or none are told. */
  tell(words: string): void;
  /** What the reader must know about the drawing, after that numbers are left out. */
  setNotice(content: Content): void;
  /** What a thing that the reader did came to, on a line of its own; nothing takes it away. */
  warn(content: Content): void;
  setBundle(bundle: BundleHeader): void;
  /** All that is written now, in the order of the page. */
  texts(): readonly string[];
}

export function createFrameWords(
  { howToRead, thinned: leftOut }: BundleHeader,
  translate: Translate,
  /** Stands at the end of how to read it. */
  aside: HTMLElement
): FrameWords {
  const question = html('strong', {});
  const answer = html('span', {});
  const asked = html(
    'div',
    { class: 'jp-gatescope-asked' },
    html('p', {}, question),
    html('p', {}, answer)
  );
  const meta = html('span', { class: 'jp-gatescope-meta' });
  const how = html('span', {});
  // The aside is not rewritten with the words: it may have the focus.
  const reading = html('p', { class: 'jp-gatescope-reading' }, how, ' ', aside);
  const notice = html('p', { class: 'jp-gatescope-notice', hidden: true });
  const warning = html('p', { class: 'jp-gatescope-warning', hidden: true });
  const changed = html('p', { class: 'jp-gatescope-changed', hidden: true });
  let thinned = leftOut;
  let said: Content = '';
  let sentence: Content = '';
  let told = '';
  const drawChanged = (): void =>
    setOrHide(changed, told === '' ? sentence : told);
  const drawNotice = (): void =>
    setOrHide(
      notice,
      thinned === undefined
        ? said
        : contentText(said) === ''
          ? thinned
          : [`${thinned} `, said].flat()
    );
  drawNotice();
  return {
    asked,
    meta,
    reading,
    notice,
    warning,
    changed,
    setMeta: content => fillWords(meta, content),
    setAsked(of, words) {
      fillWords(question, of);
      fillWords(answer, words);
    },
    setReading: content =>
      fillWords(
        how,
        html('b', {}, translate('How to read')),
        ' ',
        howToRead ?? content
      ),
    setChanged(content) {
      sentence = content;
      drawChanged();
    },
    tell(words) {
      if (words !== told) {
        told = words;
        drawChanged();
      }
    },
    setNotice(content) {
      said = content;
      drawNotice();
    },
    warn: content => setOrHide(warning, content),
    texts: () =>
      [question, answer, meta, how, notice, warning, changed].map(each =>
        contentText(each)
      ),
    setBundle(next) {
      thinned = next.thinned;
      setOrHide(warning, '');
      drawNotice();
    }
  };
}

/** The words that a view sets by its frame. */
export const wordSetters = (
  words: FrameWords
): Pick<
  FrameWords,
  'setAsked' | 'setReading' | 'setChanged' | 'tell' | 'setNotice'
> => ({
  setAsked: (question, answer) => words.setAsked(question, answer),
  setReading: content => words.setReading(content),
  setChanged: content => words.setChanged(content),
  tell: text => words.tell(text),
  setNotice: content => words.setNotice(content)
});

/** Why what was asked for was not computed. */
export const faultWords = (why: string, translate: Translate): string =>
  translate('This could not be computed: %1', why);

/** What is said at once: why something was not done, and what became of the page. */
export function createSayings(
  { element }: { readonly element: HTMLElement },
  words: Pick<FrameWords, 'setNotice' | 'warn'>,
  spoken: SpokenWords,
  translate: Translate
) {
  return {
    setFault(why: string) {
      const told = faultWords(why, translate);
      words.setNotice(told);
      spoken.announce(told);
    },
    warn(why: string) {
      words.warn(why);
      spoken.announceFirst(why);
    },
    /** Says what happened to the whole page only where the reader is. */
    sayHere(text: string) {
      if (element.contains(document.activeElement)) {
        spoken.announceFirst(text);
      }
    },
    /** All views of a run follow one cursor, and each is drawn when it is scrolled to: one speaks. */
    announceStep(text: string, asked: number) {
      if (element.contains(document.activeElement)) {
        spoken.announceStep(text, asked);
      }
    }
  };
}

function setOrHide(element: HTMLElement, content: Content): void {
  fillWords(element, content);
  element.hidden = contentText(content) === '';
}
