import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { COMPILER } from './kernel-compiler.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Puts modules of ours in the place of some that packages bring. */
export const replacements = {
  name: 'replacements',
  setup(plugins) {
    plugins.onResolve({ filter: /^typescript$/ }, () => ({
      path: 'typescript',
      namespace: 'beginning'
    }));
    // tslab's executor asks its fork of TypeScript whether a cell begins with a comment of tslab's;
    // it is given no text to look at.
    plugins.onResolve({ filter: /^\.\/metadata$/ }, ({ importer }) =>
      importer.includes('/tslab/dist/')
        ? { path: 'metadata', namespace: 'none' }
        : undefined
    );
    plugins.onLoad({ filter: /.*/, namespace: 'none' }, () => ({
      contents: "exports.getCodeMetadata = () => ({ mode: 'node' });"
    }));
    plugins.onLoad({ filter: /.*/, namespace: 'beginning' }, () => ({
      contents: `module.exports = ${COMPILER};`
    }));
    // tslab's executor has Node watch for Ctrl+C, which starts and ends a thread for every notebook
    // cell. The kernel is interrupted by a message.
    plugins.onResolve({ filter: /^vm$/ }, ({ importer }) =>
      importer.includes('/tslab/dist/')
        ? { path: 'vm', namespace: 'unwatched' }
        : undefined
    );
    plugins.onLoad({ filter: /.*/, namespace: 'unwatched' }, () => ({
      contents: `
        const { runInThisContext } = require('node:vm');
        exports.runInThisContext = code => runInThisContext(code);
      `
    }));
    // tslab's executor loads tslab itself when a cell imports it; its server stays out.
    plugins.onResolve({ filter: /^\.\.$/ }, ({ importer }) =>
      importer.includes('/tslab/dist/')
        ? { path: 'tslab', namespace: 'empty' }
        : undefined
    );
    plugins.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({
      contents: 'module.exports = {};'
    }));
    // zeromq's loader searches an npm package's folders; ours lie beside the program.
    plugins.onLoad({ filter: /zeromq[/\\]lib[/\\]load-addon\.js$/ }, () => ({
      contents: `
        Object.defineProperty(exports, '__esModule', { value: true });
        exports.default = require(${JSON.stringify(join(root, 'src/kernel/node/wire/loadAddon.ts'))}).loadAddon();
      `,
      resolveDir: root
    }));
  }
};

/** Refuses a program that has no compiler ahead of it and yet needs one, and names who asks. */
export const withoutCompiler = {
  name: 'without-compiler',
  setup(plugins) {
    plugins.onResolve({ filter: /^typescript$/ }, ({ importer }) => ({
      errors: [
        {
          text: `${importer} needs the compiler, which this program does not bring`
        }
      ]
    }));
  }
};

/**
 * The same for a page: the compiler comes with the first of its names that is asked for. What is there by
 * then is taken; otherwise the worker waits for it.
 */
export const pageReplacements = {
  name: 'page-replacements',
  setup(plugins) {
    plugins.onResolve({ filter: /^typescript$/ }, () => ({
      path: 'typescript',
      namespace: 'later'
    }));
    plugins.onLoad({ filter: /.*/, namespace: 'later' }, () => ({
      contents: `
        const compiler = Object.create(new Proxy({}, {
          get(_, name) {
            if (!globalThis.${COMPILER}) {
              importScripts(new URL('compiler.js', self.location.href));
            }
            // From then on its names are there themselves.
            return Object.assign(compiler, ${COMPILER})[name];
          }
        }));
        compiler.__esModule = true;
        module.exports = Object.create(compiler);
      `
    }));
  }
};
