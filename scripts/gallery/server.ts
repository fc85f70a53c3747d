import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { setHost } from '../../src/engine';
import { encode } from '../../src/trace';
import { answerRequest, events, remember } from './kernel';
import { setModules } from './networks';
import { samples } from './samples';

export interface GalleryOptions {
  /** Folder of the built page. */
  readonly page: string;
  /** Folder of the data that ships with the install. */
  readonly data: string;
  /** Folder of the build-time packages. */
  readonly modules: string;
}

/** The page's files, the samples and the requests of views. */
export async function createGallery({
  page,
  data,
  modules
}: GalleryOptions): Promise<{
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
  makeAll(): Promise<number>;
}> {
  setModules(modules);
  setHost({
    readData: async name => readFile(path.join(data, path.basename(name)))
  });
  const made = new Map<string, Promise<string>>();
  const sample = (name: string): Promise<string> | undefined => {
    const entry = samples.find(each => each.name === name);
    if (!entry) {
      return undefined;
    }
    let json = made.get(name);
    if (!json || entry.goesOn) {
      json = entry.make().then(object => {
        const { live = true, view } = entry;
        return JSON.stringify(
          encode(remember(object, variableOf(name), { live, view }))
        );
      });
      made.set(name, json);
    }
    return json;
  };

  const answer = async (
    request: IncomingMessage,
    response: ServerResponse
  ): Promise<void> => {
    const address = new URL(request.url ?? '/', 'http://localhost');
    try {
      if (address.pathname === '/samples') {
        const list = samples.map(({ name, title }) => ({ name, title }));
        send(response, 200, 'application/json', JSON.stringify(list));
      } else if (address.pathname.startsWith('/samples/')) {
        const json = sample(decodeURIComponent(address.pathname.slice(9)));
        if (json) {
          send(response, 200, 'application/json', await json);
        } else {
          send(response, 404, 'text/plain', 'There is no such sample.');
        }
      } else if (address.pathname === '/request') {
        const result = await answerRequest(JSON.parse(await body(request)));
        send(response, 200, 'application/json', JSON.stringify(result));
      } else if (address.pathname === '/events') {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const stop = events.subscribe((name, value) =>
          response.write(`data: ${JSON.stringify({ name, data: value })}\n\n`)
        );
        request.on('close', stop);
      } else {
        await sendFile(response, page, address.pathname);
      }
    } catch (error) {
      send(
        response,
        500,
        'text/plain',
        error instanceof Error ? error.message : String(error)
      );
    }
  };

  return {
    answer,
    async makeAll() {
      for (const { name } of samples) {
        await sample(name);
      }
      return samples.length;
    }
  };
}

/** The name of a sample as that of a variable: `what-if-run` is `whatIfRun`. */
function variableOf(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.map': 'application/json'
};

async function sendFile(
  response: ServerResponse,
  folder: string,
  name: string
): Promise<void> {
  if (name === '/') {
    send(response, 200, 'text/html; charset=utf-8', indexPage);
    return;
  }
  // Only plain names: nothing outside the folder can be asked for.
  const type = types[path.extname(name)];
  if (!type || !/^\/[\w.-]+$/.test(name)) {
    send(response, 404, 'text/plain', 'There is no such file.');
    return;
  }
  send(response, 200, type, await readFile(path.join(folder, name)));
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  content: string | Uint8Array
): void {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store'
  });
  response.end(content);
}

async function body(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) {
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces).toString('utf8');
}

const indexPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>gatescope gallery</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/gallery.css">
    <style>
      body { margin: 0; background: var(--jp-gatescope-page); color: var(--jp-gatescope-ink); font: 13px var(--jp-ui-font-family); --jp-ui-font-family: Helvetica, Arial, 'Liberation Sans', sans-serif; }
      body[data-jp-theme-light='true'] { --jp-layout-color0: #fff; }
      body[data-jp-theme-light='false'] { --jp-layout-color0: #111; }
      nav { display: flex; flex-wrap: wrap; gap: 4px 12px; padding: 12px 20px; border-bottom: 1px solid var(--jp-gatescope-grid); }
      nav a { color: var(--jp-gatescope-brand); }
      main { max-width: 944px; margin: 0 auto; padding: 12px 14px; box-sizing: border-box; }
      article { margin-bottom: 32px; }
      body.bare nav, body.bare h1 { display: none; }
      h1 { font-size: 13px; font-weight: 400; color: var(--jp-gatescope-second); margin: 0; padding-left: 6px; }
    </style>
  </head>
  <body data-jp-theme-light="true" data-jp-theme-name="JupyterLab Light">
    <nav aria-label="Samples"></nav>
    <main></main>
    <script type="module" src="/page.js"></script>
  </body>
</html>
`;
