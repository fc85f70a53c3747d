import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { Lab } from './lab';
import { expect, test, View } from './lab';
import { code, notebook } from './notebook';
import { sineModel } from './pytorchModel';

const root = path.resolve(__dirname, '../../..');

const model = sineModel(20);

const shown = `run = gatescope.show(model, x, target=y, loss=nn.MSELoss(), unit=0, renderer="anywidget")`;

/** The page as one of a server that has no extension of ours: it reads its list from its own HTML. */
async function withoutExtension(page: Page): Promise<void> {
  await page.addInitScript(() => {
    new MutationObserver((_changes, observer) => {
      const element = document.getElementById('jupyter-config-data');
      let config: { federated_extensions: { name: string }[] };
      try {
        config = JSON.parse(element?.textContent ?? '');
      } catch {
        // Not read to its end yet.
        return;
      }
      observer.disconnect();
      config.federated_extensions = config.federated_extensions.filter(
        ({ name }) => name !== 'gatescope'
      );
      element?.replaceChildren(JSON.stringify(config));
    }).observe(document, {
      childList: true,
      subtree: true,
      characterData: true
    });
  });
}

async function open(lab: Lab, ...more: readonly string[]): Promise<void> {
  await withoutExtension(lab.page);
  await lab.put(
    'widget.ipynb',
    notebook([code(model), code(shown), ...more.map(source => code(source))], {
      kernelspec: {
        name: 'python3',
        display_name: 'Python 3',
        language: 'python'
      }
    })
  );
  await lab.openLab('widget.ipynb');
  await lab.runAll();
}

/** Holds f of every unit at the last step at 1, and reads what came of it. */
async function heldOpen(
  view: View
): Promise<Readonly<Record<string, readonly number[]>>> {
  await view.tool('What if').click();
  await view.picture.focus();
  await view.picture.press('End');
  await view.root.getByRole('button', { name: 'hold f at 1' }).click();
  await expect(view.answer).toContainText('changes from step');
  return view.table();
}

test.describe('without the extension', () => {
  test('the widget draws a run live, and a clamp is computed in Python', async ({
    lab
  }) => {
    await open(
      lab,
      `import json
held = run.clamp("f", 1, steps=[19])
print(json.dumps(held["lstm"].h[:, 0].tolist()))`
    );
    await lab.view(1).expectLive();
    expect(
      await lab.page.evaluate(() =>
        window.jupyterapp.commands.hasCommand('gatescope:toggle-inspector')
      )
    ).toBe(false);
    const output = lab.cell(2).locator('.jp-OutputArea-output').first();
    await expect(output).toContainText(']');
    const computed = JSON.parse((await output.textContent()) ?? '') as number[];
    const held = await heldOpen(lab.view(1));
    computed.forEach((value, step) =>
      expect(held['h'][step]).toBeCloseTo(value, 3)
    );
    await lab.expectAccessible('.jp-gatescope-widget');
  });

  test('the widget says that training made it stale, and draws every other kind', async ({
    lab
  }) => {
    await open(
      lab,
      `gatescope.show(run.gradient_flow(), renderer="anywidget");`,
      `gatescope.show(run, run.clamp("f", 0), renderer="anywidget");`,
      `optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
nn.MSELoss()(model(x), y).backward(); optimizer.step()`
    );
    await expect(lab.view(1).state).toHaveAttribute('data-state', 'stale');
    await expect(lab.view(2).root.locator('svg').first()).toBeVisible();
    await expect(lab.view(2).root).toContainText('Gradient flow');
    await expect(lab.view(3).root).toContainText('Compare');
  });
});

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

test.describe('marimo', () => {
  let server: ChildProcess;
  let folder: string;
  let address: string;

  test.beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'marimo-'));
    const body = [...model.split('\n'), shown, 'run']
      .map(line => `    ${line}`)
      .join('\n');
    writeFileSync(
      path.join(folder, 'shown.py'),
      `import marimo\n\napp = marimo.App()\n\n@app.cell\ndef _():\n${body}\n    return\n\nif __name__ == "__main__":\n    app.run()\n`
    );
    const port = await freePort();
    address = `http://127.0.0.1:${port}`;
    server = spawn(
      process.env.GATESCOPE_PYTHON ?? path.join(root, '.venv/bin/python'),
      ['-m', 'marimo', 'run', 'shown.py', '--headless', '-p', String(port)],
      {
        cwd: folder,
        stdio: 'ignore',
        env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder }
      }
    );
  });

  test.afterAll(async () => {
    if (server.exitCode === null) {
      server.kill('SIGKILL');
      await once(server, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  });

  test('the widget is live in marimo, inside a shadow, light and dark', async ({
    page
  }) => {
    await expect
      .poll(() =>
        page.request
          .get(address)
          .then(answer => answer.ok())
          .catch(() => false)
      )
      .toBe(true);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(address);
    const view = new View(page.locator('.jp-gatescope-output'));
    await expect(view.state).toHaveAttribute('data-state', 'live');
    await expect(view.root).toHaveCount(1);
    const widget = page.locator('.jp-gatescope-widget');
    await expect(widget).toHaveAttribute('data-jp-theme-light', 'true');
    // The palette reaches into the shadow.
    await expect
      .poll(() =>
        widget.evaluate(element =>
          getComputedStyle(element)
            .getPropertyValue('--jp-gatescope-ink')
            .trim()
        )
      )
      .toBe('#212121');
    await view.tool('What if').click();
    await view.picture.focus();
    await view.picture.press('End');
    await view.root.getByRole('button', { name: 'hold f at 1' }).click();
    await expect(view.answer).toContainText('changes from step');
  });
});
