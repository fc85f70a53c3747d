import { builtinModules } from 'node:module';
import { relative } from 'node:path';
import { inspect } from 'node:util';
import { deflateSync } from 'node:zlib';
import type { Machine } from '../core/machine';
import { endAfter } from './endAfter';
import { log } from './log';

/** What Node gives a process that reads no module of a student's: it needs no compiler. */
export const quietMachine: Machine = {
  builtinModules,
  inspect,
  deflate: bytes => deflateSync(bytes, { level: 9 }),
  moduleFrame: () => null,
  isOwnFrame: line => line.includes(__dirname) || /(?:at |\()node:/.test(line),
  pathInNotebook: path => relative(process.cwd(), path),
  endAfter,
  log
};
