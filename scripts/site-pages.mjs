// What the build of the site changes in JupyterLite's files: a policy in every page that lets nothing
// be fetched from elsewhere, and a service worker that keeps the site for days without a network.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { build } from 'esbuild';

const digest = bytes =>
  `sha256-${createHash('sha256').update(bytes).digest('base64')}`;

function filesOf(site) {
  return readdirSync(site, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) =>
      relative(site, join(parentPath, name)).split(sep).join('/')
    )
    .sort();
}

/** What a page may load and run: files of its own site, and its own inline scripts by their digests. */
export function policy(html) {
  const scripts = [
    ...html.matchAll(/<script(?![^>]*\bsrc=)([^>]*)>([^]*?)<\/script>/g)
  ]
    .filter(([, attributes]) => !/type="application\/json"/.test(attributes))
    .map(([, , text]) => `'${digest(text)}'`);
  return [
    "default-src 'none'",
    // JupyterLab compiles the check of its settings with new Function.
    `script-src 'self' 'unsafe-eval' ${scripts.join(' ')}`.trim(),
    // Lumino, CodeMirror and the views set styles of elements.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self' data: blob:",
    "worker-src 'self' blob:",
    "frame-src 'self' blob: data:",
    "manifest-src 'self'",
    "base-uri 'self'",
    "form-action 'self'"
  ].join('; ');
}

/** Names a page's icon: without one a browser asks for it at the root of the server, outside the site. */
function icon(html, path) {
  const up = '../'.repeat(path.split('/').length - 1);
  return /<link[^>]*rel="(?:shortcut )?icon"/.test(html)
    ? ''
    : `\n    <link rel="icon" href="${up}favicon.svg">`;
}

/** Sets the policy as the first thing that a page says, and names its icon. */
export function addPolicies(site) {
  for (const path of filesOf(site).filter(name =>
    /(^|\/)index\.html$|^(?:docs|read)\/.*\.html$/.test(name)
  )) {
    const file = join(site, path);
    const html = readFileSync(file, 'utf8');
    // The playground has a policy, which is stricter; a browser would hold it to both.
    const own = /http-equiv="Content-Security-Policy"/.test(html)
      ? ''
      : `\n    <meta http-equiv="Content-Security-Policy" content="${policy(html)}">`;
    writeFileSync(
      file,
      html.replace(/<head>/, head => `${head}${own}${icon(html, path)}`)
    );
  }
}

/**
 * Fonts in forms that no browser asks for which runs the site, what only developers read, the documentation,
 * and pictures of cells, which run.
 */
const LEFT_OUT =
  /^docs\/|^read\/[^/]+\/|\.(?:map|eot|ttf|md)$|\/fa-[\w-]+\.svg$|rspack\.config|licenses\.json$|THIRD-PARTY|(?:^|\/)service-worker\.js$/;

/** Puts our part before JupyterLite's service worker, with the list of all files. */
export async function addOfflineWorker(site, root) {
  const files = Object.fromEntries(
    filesOf(site)
      .filter(path => !LEFT_OUT.test(path))
      .map(path => [path, digest(readFileSync(join(site, path)))])
  );
  const { outputFiles } = await build({
    entryPoints: [join(root, 'src/site/worker/offlineWorker.ts')],
    bundle: true,
    format: 'iife',
    target: 'es2022',
    minify: true,
    define: { SITE_FILES: JSON.stringify(files) },
    write: false
  });
  const worker = join(site, 'service-worker.js');
  writeFileSync(
    worker,
    `${outputFiles[0].text}\n${readFileSync(worker, 'utf8')}`
  );
}
