import { lessonProgress, curtains } from '../exercises/metadata';
import { mayForget, putAside } from '../kernel/browser/mayForget';
import { createTermNotes } from '../lab/reading/termNotes';
import { untranslated, type Translate } from '../scene/words/translate';
import { createCells } from './cells';
import { createExercises } from './exercises';
import { pageJournal } from './journal';
import { loadNotebook, type ReadNotebook } from './notebook';
import { siteProgress } from './progress';
import { reachSideways } from './reachSideways';
import { createReadKernel } from './readKernel';
import { siteFiles } from './siteFiles';
import { createStand } from './stand';
import { Widget } from '@lumino/widgets';
import { closedCells, skip } from '../lab/exercises/closedCells';
import { CurtainBar } from '../lab/exercises/curtainBar';

/** What a page of a site says of itself. */
export interface ReadPage {
  /** The name of the notebook under it. */
  readonly notebook: string;
  /** The folder of the site's reading pages, as seen from this one. */
  readonly folder: string;
}

const translate = untranslated;

/** Gives a page its run buttons, its editors and its checks, over the notebook that it shows. */
export async function startFrontEnd({
  notebook: name,
  folder
}: ReadPage): Promise<void> {
  const site = new URL(`${folder}/../`, location.href);
  const files = siteFiles(site.pathname);
  let isKept = true;
  const notebook = await loadNotebook(
    files,
    name,
    new URL(`files/${encodeURIComponent(name)}`, site),
    {
      nothingKept() {
        isKept = false;
        notice(
          translate(
            'This browser keeps nothing of this page: what you write is gone when it closes.'
          )
        );
      },
      couldNotRead: path =>
        notice(
          translate(
            '%1 could not be read; you see it as it ships. What was stored is kept as %2.',
            name,
            path
          )
        ),
      cameBack: () =>
        notice(
          translate(
            'Parts of this lesson were missing in your copy: they are back as they ship, and what you wrote is as it was.'
          )
        ),
      lessonChanged: path =>
        notice(
          translate(
            'This lesson has changed since you began it. You go on with yours; the new one is %1 in the lab.',
            path
          )
        ),
      keptBeside: path =>
        notice(
          translate(
            'This lesson was changed in another tab, too. Both versions are kept: that one is now %1 in the lab.',
            path
          )
        )
    },
    pageJournal(site.pathname, name)
  );
  let isFirst = true;
  notebook.onChange(() => {
    if (isFirst && isKept) {
      void sayMayForget();
    }
    isFirst = false;
  });
  const progress = siteProgress(files);
  const kernel = createReadKernel({
    assets: new URL('gatescope-kernel/', site).href,
    shipped: new URL(
      `read/${encodeURIComponent(name.replace(/\.ipynb$/, ''))}.cells.json`,
      site
    ).href,
    translate,
    ended: reason => cells.kernelEnded(reason)
  });
  const cells = createCells({ notebook, kernel, translate });
  createClosed({ notebook, translate });
  const exercises = createExercises({
    notebook,
    kernel,
    progress,
    // How each stood before is said from the first on.
    stand:
      notebook.metadata === null
        ? null
        : lessonProgress(await progress.read(), notebook.metadata.id),
    translate
  });
  await createStand({ notebook, progress, exercises, translate });
  createTermNotes(document.body, translate);
  document
    .querySelectorAll<HTMLElement>('.read-page pre')
    .forEach(reachSideways);
  const page = document.querySelector<HTMLElement>('.read-page');
  page?.classList.add('read-live');
  // A page that is left has no time to write: one that is out of sight does it already.
  addEventListener('visibilitychange', () => void notebook.keep());
  addEventListener('pagehide', () => {
    void notebook.keep();
    notebook.leave();
  });
  // What is written here is there in the lab, also when somebody goes there at once.
  document
    .querySelector<HTMLAnchorElement>('#read-open')
    ?.addEventListener('click', event => {
      const { href } = event.currentTarget as HTMLAnchorElement;
      if (event.button === 0 && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        void notebook.keep().then(() => (location.href = href));
      }
    });
}

/** There is nothing to forget before something was written. */
async function sayMayForget(): Promise<void> {
  if (await mayForget()) {
    notice(
      translate(
        'What you write is kept in this browser only, which may forget it, as a private window does when it closes. The lab can download it.'
      )
    );
    putAside();
  }
}

/** One line at the bottom of the window, which is also said. */
function notice(words: string): void {
  let line = document.querySelector<HTMLElement>('.read-notice');
  if (line === null) {
    line = document.createElement('p');
    line.className = 'read-notice';
    line.setAttribute('role', 'status');
    document.body.append(line);
  }
  line.textContent = words;
}

/** Keeps closed what would give an answer away, until it is given or skipped, as the lab does. */
function createClosed({
  notebook,
  translate
}: {
  readonly notebook: ReadNotebook;
  readonly translate: Translate;
}): void {
  const bars = new Map<string, CurtainBar>();
  let hidden = new Set<string>();

  function arrange(): void {
    const { closed, asked } = closedCells(
      notebook.metadata === null
        ? []
        : curtains(notebook.cells(), notebook.parts),
      notebook.cells().map(({ metadata }) => metadata.gatescope)
    );
    for (const id of new Set([...closed.keys(), ...hidden])) {
      const section = document.getElementById(id);
      if (section !== null) {
        section.hidden = closed.has(id);
      }
    }
    hidden = new Set(closed.keys());
    for (const [cell, bar] of [...bars]) {
      if (!asked.some(each => each.cell === cell)) {
        bars.delete(cell);
        bar.dispose();
      }
    }
    for (const curtain of asked) {
      const section = document.getElementById(curtain.cell);
      if (section !== null && !bars.has(curtain.cell)) {
        const bar = new CurtainBar({
          asks: curtain.asks,
          count: curtain.opens,
          open() {
            const before = hidden;
            skip(curtain, notebook.memory(curtain.cell));
            // The button is gone: the keyboard goes on with what it has opened.
            [...before]
              .filter(id => !hidden.has(id))
              .map(id => document.getElementById(id)?.querySelector('button'))
              .find(button => button)
              ?.focus();
          },
          translate
        });
        bars.set(curtain.cell, bar);
        Widget.attach(bar, section);
      }
    }
  }

  notebook.onChange(arrange);
  arrange();
}
