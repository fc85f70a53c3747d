import AxeBuilder from '@axe-core/playwright';
import type { ConsoleMessage, Locator, Page } from '@playwright/test';
import { test as base, expect } from '@playwright/test';
import type { NotebookJson } from './notebook';

export { expect };

export type Theme =
  'JupyterLab Light' | 'JupyterLab Dark' | 'JupyterLab Dark High Contrast';

export const themes: readonly Theme[] = [
  'JupyterLab Light',
  'JupyterLab Dark',
  'JupyterLab Dark High Contrast'
];

/** What the page's own window offers when the server exposes the application. */
interface ExposedApp {
  readonly commands: {
    execute(id: string, args?: object): Promise<unknown>;
    hasCommand(id: string): boolean;
  };
  readonly restored: Promise<unknown>;
  readonly serviceManager: {
    readonly contents: { rename(from: string, to: string): Promise<unknown> };
  };
  readonly shell: {
    widgets(area: 'main'): Iterable<{ dispose(): void }>;
    collapseRight(): void;
    readonly currentWidget: {
      readonly sessionContext?: {
        readonly session: { readonly kernel: { status: string } | null } | null;
      };
    } | null;
  };
}

declare global {
  interface Window {
    readonly jupyterapp: ExposedApp;
  }
}

/** JupyterLab's debugger says these by itself, with no extension installed. */
const ownOfLab = [
  // For every kernel without a debugger.
  /^No active debugger session$/,
  // When a notebook is closed while it looks at a kernel that has one, as Python's.
  /^A kernel is required to send debug messages\.$/
];

/** Notebook 7 logs these by itself, with no extension installed. */
const ownOfNotebook = [
  /reading 'schema'/,
  /yjs/i,
  // Its fonts for formulas are refused by its own server.
  /403 \(Forbidden\) \(.*\/static\/notebook\/\w+\.woff\)/,
  /Command 'filebrowser:open-path' not registered/
];

/** One browser page with a lab in it, as a user sees it. */
export class Lab {
  /** @param isShared whether the lab that an earlier test has opened will do for the first file */
  constructor(
    readonly page: Page,
    private readonly isShared = false
  ) {
    page.on('console', this.note);
    page.on('pageerror', this.noteError);
  }

  /** What the browser's console called an error. */
  readonly errors: string[] = [];

  /** Opened by this test: what it opens next comes after a reload of the page. */
  private hasOpened = false;

  /** Puts a notebook on the server. */
  async put(name: string, notebook: NotebookJson): Promise<void> {
    const answer = await this.page.request.put(`/api/contents/${name}`, {
      data: { type: 'notebook', format: 'json', content: notebook }
    });
    expect(answer.ok(), await answer.text()).toBe(true);
  }

  /** Puts a file of text on the server, where its kernels find it. */
  async putText(name: string, content: string): Promise<void> {
    const answer = await this.page.request.put(`/api/contents/${name}`, {
      data: { type: 'file', format: 'text', content }
    });
    expect(answer.ok(), await answer.text()).toBe(true);
  }

  /** Takes a file from the server, where it is there. */
  async remove(name: string): Promise<void> {
    await this.page.request.delete(`/api/contents/${name}`);
  }

  /** Reads a notebook from the server, as it was last saved. */
  async get(name: string): Promise<NotebookJson> {
    const answer = await this.page.request.get(`/api/contents/${name}`);
    const { content } = (await answer.json()) as { content: NotebookJson };
    return content;
  }

  /** Opens JupyterLab on a file, or on its launcher, in a workspace of its own. */
  async openLab(file = ''): Promise<void> {
    const isThere =
      this.isShared && !this.hasOpened && this.page.url().includes('/lab/');
    this.hasOpened = true;
    if (isThere && file !== '') {
      await this.execute('docmanager:open', { path: file });
      await this.page.locator('.jp-Notebook').waitFor();
      return;
    }
    const tree = file === '' ? '' : `/tree/${file}`;
    await this.page.goto(`/lab/workspaces/auto-test${tree}?reset`);
    await this.page.waitForFunction(() => 'jupyterapp' in window);
    await this.page.evaluate(() => window.jupyterapp.restored);
  }

  /** Ends what the test has opened: the next one finds the lab as it was, or none. */
  async close(): Promise<void> {
    this.page.off('console', this.note);
    this.page.off('pageerror', this.noteError);
    if (this.page.url().includes('/lab/')) {
      await this.page.evaluate(() => {
        const { shell } = window.jupyterapp;
        [...shell.widgets('main')].forEach(widget => widget.dispose());
        shell.collapseRight();
      });
    }
    // Kernels of finished tests would use up the machine.
    const sessions = (await (
      await this.page.request.get('/api/sessions')
    ).json()) as { id: string }[];
    for (const { id } of sessions) {
      await this.page.request.delete(`/api/sessions/${id}`);
    }
  }

  /** Opens a notebook that names no kernel: the lab asks for one, and the reader takes none. */
  async openWithoutKernel(file: string): Promise<void> {
    await this.openLab(file);
    const dialog = this.page.locator('.jp-Dialog');
    await dialog.getByRole('button', { name: /No Kernel/ }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  /** Opens a file in Notebook 7. */
  async openNotebook7(file: string): Promise<void> {
    await this.page.goto(`/notebooks/${file}`);
    await this.page.locator('.jp-Notebook .jp-Cell').first().waitFor();
  }

  async execute(command: string, args: object = {}): Promise<unknown> {
    return this.page.evaluate(
      async ([id, given]) => {
        const result = await window.jupyterapp.commands.execute(id, given);
        return typeof result === 'boolean' ? result : null;
      },
      [command, args] as const
    );
  }

  /** Waits until the kernel of the notebook in front has nothing to do. */
  async kernelIsIdle(): Promise<void> {
    await this.page.waitForFunction(
      () =>
        window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel
          ?.status === 'idle'
    );
  }

  /** Runs every notebook cell and waits for the last. */
  async runAll(): Promise<void> {
    await this.kernelIsIdle();
    await this.execute('notebook:run-all-cells');
  }

  async save(): Promise<void> {
    await this.execute('docmanager:save');
  }

  async theme(theme: Theme): Promise<void> {
    await this.execute('apputils:change-theme', { theme });
    await expect(this.page.locator('body')).toHaveAttribute(
      'data-jp-theme-name',
      theme
    );
    // Colors that fade from those before are read when they are there.
    await this.page.evaluate(async () => {
      await new Promise(requestAnimationFrame);
      await Promise.all(
        document
          .getAnimations()
          .filter(each => each instanceof CSSTransition)
          .map(({ finished }) => finished.catch(() => undefined))
      );
      await new Promise(requestAnimationFrame);
    });
  }

  /** Moves a file as the file browser does: what is open follows it. */
  async move(from: string, to: string): Promise<void> {
    await this.page.evaluate(
      ([here, there]) =>
        window.jupyterapp.serviceManager.contents.rename(here, there),
      [from, to] as const
    );
  }

  /** Fails when axe finds something serious inside `selector`. */
  async expectAccessible(selector: string): Promise<void> {
    const { violations } = await new AxeBuilder({ page: this.page })
      .include(selector)
      .analyze();
    const serious = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, help, nodes }) =>
        nodes.map(({ html }) => `${id}: ${help}\n  ${html}`)
      );
    expect(serious).toEqual([]);
  }

  /** The nth notebook cell, from 0. */
  cell(index: number): Locator {
    return this.page.locator('.jp-Notebook .jp-Cell').nth(index);
  }

  /** The view in the output of the nth notebook cell. */
  view(index: number): View {
    return new View(this.cell(index).locator('.jp-gatescope-output'));
  }

  get panel(): Locator {
    return this.page.locator('.jp-gatescope-inspector');
  }

  /** Errors that JupyterLab, or Notebook 7, does not log without us. */
  foreignErrors({ notebook7 = false } = {}): readonly string[] {
    const own = notebook7 ? [...ownOfLab, ...ownOfNotebook] : ownOfLab;
    return this.errors.filter(
      error => !own.some(pattern => pattern.test(error))
    );
  }

  private readonly note = (message: ConsoleMessage): void => {
    if (message.type() === 'error') {
      this.errors.push(`${message.text()} (${message.location().url})`);
    }
  };

  private readonly noteError = ({ message }: Error): void => {
    this.errors.push(message);
  };
}

/** One drawn output. */
export class View {
  constructor(readonly root: Locator) {}

  get picture(): Locator {
    return this.root.locator('.jp-gatescope-picture');
  }

  get state(): Locator {
    return this.root.locator('.jp-gatescope-state');
  }

  /** The answer to the question over the picture: in What if, what a change did. */
  get answer(): Locator {
    return this.root.locator('.jp-gatescope-asked p + p');
  }

  /** The sentence below the picture. */
  get changed(): Locator {
    return this.root.locator('.jp-gatescope-changed');
  }

  get tooltip(): Locator {
    return this.root.locator('.jp-gatescope-tooltip');
  }

  /** What a screen reader is told. */
  get spoken(): Locator {
    return this.root.locator('.jp-gatescope-hidden[role="status"]');
  }

  /** How many epochs a training says to have done. */
  async epochs(): Promise<number> {
    const words = await this.root.innerText();
    const done = /([\d,]+) of [\d,]+ epochs/.exec(words)?.[1] ?? '0';
    return Number(done.replaceAll(',', ''));
  }

  async expectLive(): Promise<void> {
    await expect(this.state).toHaveAttribute('data-state', 'live');
  }

  tool(name: string | RegExp): Locator {
    return this.root.getByRole('button', { name });
  }

  /** The numbers of the data table, by column. */
  async table(): Promise<Readonly<Record<string, readonly number[]>>> {
    await this.picture.press('t');
    const table = this.root.locator('table');
    await table.waitFor();
    const [head, ...rows] = await table.evaluate((element: HTMLTableElement) =>
      [...element.rows].map(row =>
        [...row.cells].map(cell => cell.textContent ?? '')
      )
    );
    await this.root.page().keyboard.press('Escape');
    await expect(this.picture).toBeVisible();
    return Object.fromEntries(
      head.map((name, column) => [name, rows.map(row => toNumber(row[column]))])
    );
  }
}

/** Reads a number as it is written on the page, with a true minus. */
export function toNumber(text: string): number {
  const power = /^(.*) × 10(.*)$/.exec(text.trim());
  const plain = (part: string): number => Number(part.replaceAll('−', '-'));
  return power === null
    ? plain(text.trim())
    : plain(power[1]) * 10 ** superscript(power[2]);
}

function superscript(text: string): number {
  const digits = '⁰¹²³⁴⁵⁶⁷⁸⁹';
  return Number(
    [...text]
      .map(sign => (sign === '⁻' ? '-' : String(digits.indexOf(sign))))
      .join('')
  );
}

interface Fixtures {
  readonly lab: Lab;
  /**
   * Whether tests open their notebooks beside each other's in one lab, which takes seconds to open:
   * for those that look at a notebook, and leave settings, panels and lessons alone.
   */
  readonly sharesLab: boolean;
}

export const test = base.extend<Fixtures, { readonly sharedPage: Page }>({
  sharesLab: [false, { option: true }],
  sharedPage: [
    async ({ browser }, use, { project }) => {
      const { baseURL, viewport } = project.use;
      const context = await browser.newContext({ baseURL, viewport });
      await use(await context.newPage());
      await context.close();
    },
    { scope: 'worker' }
  ],
  lab: async ({ page, sharedPage, sharesLab, viewport }, use) => {
    if (!sharesLab) {
      const lab = new Lab(page);
      await use(lab);
      await lab.close();
      return;
    }
    if (viewport) {
      await sharedPage.setViewportSize(viewport);
    }
    const lab = new Lab(sharedPage, true);
    await use(lab);
    await lab.close();
  }
});
