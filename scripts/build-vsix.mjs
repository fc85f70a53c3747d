// The views as an extension of VS Code, which draws the saved outputs of a notebook with them: bundles
// them and packs dist/gatescope-<version>.vsix. The same sources give the same bytes.
//
//   node scripts/build-vsix.mjs [--out folder]
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { zipSync } from 'fflate';
import { bundleStyle, bundleViews } from './bundle-views.mjs';
import { writeNotices } from './notices.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: { out: { type: 'string', default: path.join(root, 'dist') } }
});
const { version, description, keywords, license } = JSON.parse(
  readFileSync(path.join(root, 'package.json'), 'utf8')
);
const extension = path.join(root, 'build', 'vscode');
const program = 'vscode.js';

rmSync(extension, { recursive: true, force: true });
mkdirSync(extension, { recursive: true });
const used = await bundleViews('vscode', {
  out: extension,
  format: 'esm',
  define: { STYLE: JSON.stringify(await bundleStyle('style/vscode.css')) }
});
writeNotices(used, root, path.join(extension, 'THIRD-PARTY.txt'));
write('LICENSE.txt', readFileSync(path.join(root, 'LICENSE'), 'utf8'));
write(
  'README.md',
  readFileSync(path.join(root, 'scripts', 'vscode', 'README.md'), 'utf8')
);

const manifest = {
  name: 'gatescope',
  displayName: 'gatescope',
  description,
  version,
  publisher: 'gatescope',
  license,
  categories: ['Notebooks', 'Visualization', 'Education'],
  keywords: keywords.filter(word => !word.startsWith('jupyterlab')),
  // Its Chromium (102) has all that the views are written in.
  engines: { vscode: '^1.75.0' },
  // It has no code outside the notebook's page, so it runs wherever that is.
  extensionKind: ['ui', 'workspace'],
  capabilities: {
    virtualWorkspaces: true,
    untrustedWorkspaces: { supported: true }
  },
  contributes: {
    notebookRenderer: [
      {
        id: 'gatescope',
        displayName: 'gatescope',
        entrypoint: `./${program}`,
        mimeTypes: await mimeTypes(),
        requiresMessaging: 'never'
      }
    ]
  }
};
write('package.json', `${JSON.stringify(manifest, null, 2)}\n`);

const parts = {
  '[Content_Types].xml': contentTypes({
    json: 'application/json',
    vsixmanifest: 'text/xml',
    js: 'application/javascript',
    md: 'text/markdown',
    txt: 'text/plain'
  }),
  'extension.vsixmanifest': packageManifest(manifest),
  ...Object.fromEntries(
    [
      'package.json',
      'README.md',
      'LICENSE.txt',
      'THIRD-PARTY.txt',
      program
    ].map(name => [
      `extension/${name}`,
      readFileSync(path.join(extension, name))
    ])
  )
};
const archive = zipSync(
  Object.fromEntries(
    Object.entries(parts).map(([name, content]) => [
      name,
      new Uint8Array(Buffer.from(content))
    ])
  ),
  // A zip's clock has no zone and begins in 1980.
  { level: 9, mtime: new Date(1980, 0, 1) }
);
mkdirSync(values.out, { recursive: true });
const file = path.join(values.out, `gatescope-${version}.vsix`);
writeFileSync(file, archive);
console.log(`${path.basename(file)} ${(archive.length / 1000).toFixed(0)} kB`);

function write(name, text) {
  writeFileSync(path.join(extension, name), text);
}

/** The types of all bundles, from where the extension of JupyterLab has them. */
async function mimeTypes() {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, 'src', 'trace', 'mime.ts')],
    bundle: true,
    format: 'esm',
    write: false
  });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  const { mimeTypes } = await import(`data:text/javascript;base64,${code}`);
  return Object.values(mimeTypes);
}

/** What each file of the package is (Open Packaging Conventions). */
function contentTypes(types) {
  const rows = Object.entries(types).map(
    ([ending, type]) =>
      `<Default Extension=".${ending}" ContentType="${type}"/>`
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${rows.join('')}</Types>
`;
}

/** What a store of extensions reads before it unpacks one (VSIX schema 2.0). */
function packageManifest({
  name,
  publisher,
  displayName,
  keywords,
  categories,
  engines,
  extensionKind
}) {
  const properties = {
    Engine: engines.vscode,
    ExtensionDependencies: '',
    ExtensionPack: '',
    ExtensionKind: [...extensionKind, 'web'].join(','),
    LocalizedLanguages: ''
  };
  const assets = {
    'Microsoft.VisualStudio.Code.Manifest': 'package.json',
    'Microsoft.VisualStudio.Services.Content.Details': 'README.md',
    'Microsoft.VisualStudio.Services.Content.License': 'LICENSE.txt'
  };
  const list = values => xml(values.join(','));
  return `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011" xmlns:d="http://schemas.microsoft.com/developer/vsx-schema-design/2011">
  <Metadata>
    <Identity Language="en-US" Id="${name}" Version="${version}" Publisher="${publisher}"/>
    <DisplayName>${displayName}</DisplayName>
    <Description xml:space="preserve">${xml(description)}</Description>
    <Tags>${list([...keywords, '__web_extension'])}</Tags>
    <Categories>${list(categories)}</Categories>
    <GalleryFlags>Public</GalleryFlags>
    <Properties>
${Object.entries(properties)
  .map(
    ([id, value]) =>
      `      <Property Id="Microsoft.VisualStudio.Code.${id}" Value="${xml(value)}"/>`
  )
  .join('\n')}
    </Properties>
    <License>extension/LICENSE.txt</License>
  </Metadata>
  <Installation>
    <InstallationTarget Id="Microsoft.VisualStudio.Code"/>
  </Installation>
  <Dependencies/>
  <Assets>
${Object.entries(assets)
  .map(
    ([type, file]) =>
      `    <Asset Type="${type}" Path="extension/${file}" Addressable="true"/>`
  )
  .join('\n')}
  </Assets>
</PackageManifest>
`;
}

function xml(text) {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;');
}
