import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  expect,
  LESSON,
  newCell,
  notebookIsThere,
  showApplication,
  SITE,
  stopALoop,
  test
} from './page';

test('a deep link opens one lesson, whose cells run and draw in the page', async ({
  page
}) => {
  await page.goto(LESSON);
  await notebookIsThere(page);
  const cell = page.locator('.jp-Notebook .jp-CodeCell').first();
  // Its picture is saved in the lesson; one that was drawn here is live.
  await expect(cell.locator('.jp-gatescope-picture')).toBeVisible();
  await expect(async () => {
    await page.locator('.jp-Notebook .jp-Cell').first().click();
    await page.keyboard.press('Escape');
    for (let count = 0; count < 3; count++) {
      await page.keyboard.press('Shift+Enter');
    }
    await expect(cell.locator('.jp-gatescope-state-words').first()).toHaveText(
      'live',
      { timeout: 15_000 }
    );
  }).toPass({ timeout: 90_000 });
});

test('the lab of the site lists the lessons and the examples', async ({
  page
}) => {
  await page.goto(`${SITE}/lab/index.html`);
  const lessons = ['', 'examples'].flatMap(folder =>
    readdirSync(path.join(__dirname, '..', '..', 'notebooks', folder)).filter(
      name => name.endsWith('.ipynb')
    )
  );
  // And the table that the documentation reads.
  await expect(page.locator('.jp-DirListing-item')).toHaveCount(
    lessons.length + 1
  );
  // As wide as the side bar is at first, no name ends in dots.
  const cut = await page.locator('.jp-DirListing-itemText').evaluateAll(names =>
    names.flatMap(name => {
      const words = document.createRange();
      words.selectNodeContents(name);
      const there = name.parentElement?.getBoundingClientRect().width ?? 0;
      return name.scrollWidth > name.clientWidth ||
        words.getBoundingClientRect().width > there
        ? [name.textContent]
        : [];
    })
  );
  expect(cut).toEqual([]);
});

test('a loop without an end is stopped in the lesson, which goes on', async ({
  page
}) => {
  await page.goto(LESSON);
  await stopALoop(page);
});

for (const [width, height] of [
  [820, 1180],
  [400, 860]
]) {
  test(`on a page of ${width} px nothing of the panel is cut, and its exercises lead into the notebook`, async ({
    page
  }) => {
    await page.setViewportSize({ width, height });
    await page.goto(LESSON);
    await page.locator('.jp-Notebook .jp-Cell').first().waitFor();
    const panel = page.locator('.jp-gatescope-inspector');
    const exercise = panel.getByRole('button', { name: 'Write the LSTM step' });
    if (width === 400) {
      // What is folded keeps the dots that open it.
      const dots = page.locator('.jp-InputPlaceholder .jp-MoreHorizIcon');
      await expect(dots.first()).toBeInViewport({ ratio: 1 });
      await page.locator('.lm-MenuBar-item', { hasText: 'View' }).click();
      await page
        .locator('.lm-Menu-item', { hasText: 'gatescope Panel' })
        .click();
    }
    await expect(exercise).toBeVisible();
    const cut = await panel.evaluate(element => {
      const { left, right } = element.getBoundingClientRect();
      return {
        width: right - left,
        wider: element.scrollWidth - element.clientWidth,
        beyond: Array.from(element.querySelectorAll('*'))
          .filter(part => {
            const box = part.getBoundingClientRect();
            return (
              box.width > 0 && (box.right > right + 1 || box.left < left - 1)
            );
          })
          .map(part => part.className)
      };
    });
    expect(cut).toMatchObject({ wider: 0, beyond: [] });
    await exercise.click();
    if (width === 400) {
      // It took the whole page, which the notebook gets back.
      expect(cut.width).toBe(width);
      await expect(panel).toBeHidden();
    } else {
      await expect(panel.getByRole('button', { name: 'Check' })).toBeVisible();
    }
    await expect(
      page
        .locator('.jp-gatescope-answer')
        .getByRole('button', { name: 'Check', exact: true })
        .first()
    ).toBeInViewport();
  });
}

test('on a phone each cell of code has a button that runs it, and no notice lies over a cell that is edited', async ({
  page
}) => {
  await page.setViewportSize({ width: 400, height: 500 });
  await page.goto(LESSON);
  // The first whose code is not folded.
  const cell = page.locator('.jp-CodeCell:has(.jp-InputArea-prompt)').first();
  await expect(() => cell.scrollIntoViewIfNeeded()).toPass();
  const run = cell.getByRole('button', { name: 'Run this notebook cell' });
  await expect(run).toBeVisible();
  const box = await run.boundingBox();
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(
    24
  );
  await run.click();
  await expect(cell.locator('.jp-InputArea-prompt')).toHaveText('[1]:');
  const code = cell.locator('.cm-content');
  await code.click();
  await page.keyboard.type(' ');
  await page.keyboard.press('Control+s');
  const notice = page.locator('.Toastify__toast', { hasText: 'browser only' });
  await expect(notice).toBeAttached();
  await expect(notice).toBeHidden();
  await code.blur();
  await expect(notice).toBeVisible();
});

test('the frame of the docs holds a notebook cell of the site, live, in another page', async ({
  page,
  baseURL
}) => {
  const docs = readFileSync(
    path.join(__dirname, '..', '..', 'docs', 'site.md'),
    'utf8'
  );
  const [frame] = /<iframe[^]*?<\/iframe>/.exec(docs) ?? [];
  expect(frame).toContain('https://your.server/some/path');
  // A page of the same server, with nothing of the site's on it.
  await page.goto('/kernel/');
  await page.setContent(
    String(frame).replace('https://your.server/some/path', `${baseURL}${SITE}`)
  );
  const inside = page.frameLocator('iframe');
  await expect(inside.locator('.jp-gatescope-picture')).toBeVisible();
  await expect(inside.locator('.jp-gatescope-state-words').first()).toHaveText(
    'live'
  );
});

test('on a phone the lab opens on the lessons, and a lesson has the whole page', async ({
  page
}) => {
  await page.setViewportSize({ width: 400, height: 860 });
  await page.goto(`${SITE}/lab/index.html`);
  const card = page.locator('.jp-LauncherCard', {
    hasText: 'Inside the LSTM'
  });
  await card.scrollIntoViewIfNeeded();
  await expect(card).toBeInViewport({ ratio: 0.95 });
  const files = page.locator('#filebrowser');
  await expect(files).toBeHidden();
  await card.click();
  await page.locator('.jp-Notebook .jp-Cell').first().waitFor();
  const widthOf = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate(element => element.getBoundingClientRect().width);
  expect(await widthOf('.jp-NotebookPanel')).toBeGreaterThan(300);

  // The list is there when it is asked for, and gives the page to what is opened from it.
  await page.locator('.lm-TabBar-tab[data-id="filebrowser"]').click();
  await expect(files).toBeVisible();
  await files
    .locator('.jp-DirListing-item', { hasText: '01-networks' })
    .dblclick();
  await expect(files).toBeHidden();
});

test('the picture that a lesson opens on is live before any cell has run, and takes a clamp', async ({
  page
}) => {
  await page.goto(LESSON);
  const view = page.locator('.jp-gatescope-output').first();
  const state = view.locator('.jp-gatescope-state');
  await expect(state).toHaveAttribute('data-state', 'live');
  const trusted = page.getByRole('button', { name: 'Trusted', exact: true });
  await expect(trusted).toBeVisible();
  await view.locator('.jp-gatescope-title-button').click();
  await page.getByRole('menuitemradio', { name: 'What if' }).click();
  // Of the gate or state that the pointer has come over on its way.
  await view.getByRole('button', { name: /hold \w at 0/ }).click();
  await expect(view).toContainText(/\w := 0/);
  await expect(view).toContainText(
    /h changes (from day|at some days from) \d+/
  );
});

test('a cell that waits for the kernel can be stopped', async ({
  page,
  context
}) => {
  let goOn: () => void = () => undefined;
  const held = new Promise<void>(resolve => {
    goOn = resolve;
  });
  await showApplication(context);
  await context.route('**/gatescope-kernel/versions.json', async route => {
    await held;
    await route.continue();
  });
  await page.goto(LESSON);
  const { prompt, output, run } = await newCell(page);
  await run('for (;;) {}');
  await page.evaluate(() => {
    const page = globalThis as unknown as {
      jupyterapp: {
        commands: {
          commandExecuted: {
            connect(slot: (sender: object, done: { id: string }) => void): void;
          };
        };
      };
      interrupted: Promise<void>;
    };
    page.interrupted = new Promise(resolve =>
      page.jupyterapp.commands.commandExecuted.connect((_, { id }) => {
        if (id.includes('interrupt')) {
          resolve();
        }
      })
    );
  });
  await page.keyboard.press('Escape');
  await page.keyboard.press('i');
  await page.keyboard.press('i');
  await page.evaluate(
    () => (globalThis as unknown as { interrupted: Promise<void> }).interrupted
  );
  goOn();
  await expect(prompt).not.toHaveText('[*]:');
  await expect(output).toContainText('Interrupted');
  await run("'goes ' + 'on'");
  await expect(output.last()).toContainText('goes on');
});
