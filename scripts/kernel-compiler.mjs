// TypeScript as the kernel brings it.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The file that it is made from. */
export const typescriptFile = join(
  root,
  'node_modules/typescript/lib/typescript.js'
);

/** What a program calls the compiler, which stands at its beginning. */
export const COMPILER = 'typescriptCompiler';

// Changes to its text. A program and a checker are made anew for every notebook cell. Where their
// making writes accessors into an object literal, or adds a function to an object later, V8 keeps
// that function in a hidden class, which lives in the old generation: all that the function sees
// (the whole program, the whole checker) then outlives every collection of the young generation.
// Each of these took 5 to 20 ms, in the midst of a cell; without such places it takes one, and the
// heap stays as it is.

/** What is said of them beside the licence. */
export const COMPILER_CHANGES =
  'Changed for gatescope in a few places, so that objects are made without accessors; minified.';

/** A place of the compiler's text, which it holds exactly once, and what stands there instead. */
const edits = [
  // The accessors only throw, so that all checkers can share one object.
  {
    find: /(\n {2}var noIterationTypes = )(\{(?:\n {4}get \w+\(\) \{\n {6}return Debug\.fail\("Not supported"\);\n {4}\},?){3}\n {2}\});/,
    replace: '$1sharedNoIterationTypes;'
  },
  {
    find: /\nfunction createTypeChecker\(host\) \{\n/,
    replace: `
var sharedNoIterationTypes = {
  get yieldType() { return Debug.fail("Not supported"); },
  get returnType() { return Debug.fail("Not supported"); },
  get nextType() { return Debug.fail("Not supported"); }
};
$&`
  },
  // Accessors that only guard two variables against later changes: plain properties.
  {
    find: /\n {4}get onSubstituteNode\(\) \{[\s\S]*?\n {4}set onEmitNode\(value\) \{[\s\S]*?\n {4}\},\n/,
    replace: `
    onSubstituteNode: noEmitSubstitution,
    onEmitNode: noEmitNotification,
`
  },
  {
    find: / isSubstitutionEnabled\(node\) && onSubstituteNode\(hint, node\)/,
    replace:
      ' isSubstitutionEnabled(node) && context.onSubstituteNode(hint, node)'
  },
  {
    find: /\n( +)onEmitNode\(hint, node, emitCallback\);/,
    replace: '\n$1context.onEmitNode(hint, node, emitCallback);'
  },
  // Spread objects to which a property is added later: all properties at once.
  {
    find: /\n {4}\.\.\.packageJsonInfoCache,\n {4}\.\.\.perDirectoryResolutionCache,\n {4}\.\.\.nonRelativeNameResolutionCache,\n/,
    replace: `
    getPackageJsonInfo: packageJsonInfoCache.getPackageJsonInfo,
    setPackageJsonInfo: packageJsonInfoCache.setPackageJsonInfo,
    getInternalMap: packageJsonInfoCache.getInternalMap,
    getFromDirectoryCache: perDirectoryResolutionCache.getFromDirectoryCache,
    getOrCreateCacheForDirectory: perDirectoryResolutionCache.getOrCreateCacheForDirectory,
    directoryToModuleNameMap: perDirectoryResolutionCache.directoryToModuleNameMap,
    getFromNonRelativeNameCache: nonRelativeNameResolutionCache.getFromNonRelativeNameCache,
    getOrCreateCacheForNonRelativeName: nonRelativeNameResolutionCache.getOrCreateCacheForNonRelativeName,
    getOrCreateCacheForModuleName: nonRelativeNameResolutionCache.getOrCreateCacheForNonRelativeName,
`
  },
  {
    find: /\n {2}result\.getOrCreateCacheForModuleName = \(nonRelativeName, mode, redirectedReference\) => result\.getOrCreateCacheForNonRelativeName\(nonRelativeName, mode, redirectedReference\);/,
    replace: ''
  }
];

/** @throws Error when the text is not that of the version the edits were made for. */
function editCompiler(text) {
  return edits.reduce((edited, { find, replace }) => {
    const places = [...edited.matchAll(new RegExp(find, 'g'))].length;
    if (places !== 1) {
      throw new Error(
        `typescript.js: expected one place like ${find}, found ${places}; see scripts/kernel-compiler.mjs`
      );
    }
    return edited.replace(find, replace);
  }, text);
}

/**
 * The beginning of a program that uses the compiler. Its functions keep no names: to give them back
 * takes a call for each of thousands, again for every notebook cell.
 */
export const compilerAhead = async () =>
  `const ${COMPILER}=${await compilerText()};`;

/** The compiler as an expression. */
export async function compilerText() {
  const { code } = await transform(
    editCompiler(readFileSync(typescriptFile, 'utf8')),
    {
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      minify: true,
      legalComments: 'none'
    }
  );
  return `(()=>{const module={exports:{}};let exports=module.exports;${code};return module.exports})()`;
}
