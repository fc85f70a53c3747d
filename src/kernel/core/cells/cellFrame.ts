// What frames the text of a compiled cell: the line before it, and the names by which it calls the kernel. No student
// types the letter U+02D0.

/** Makes a text a module, one line, so that lines are easily mapped. */
export const MODULE_PREFIX = 'export {};\n';

/** Lines of `MODULE_PREFIX`. */
export const PREFIX_LINES = 1;

/** Ends the name of a reference cell; a letter that nobody types (U+02D0). */
export const REFERENCE_MARK = 'ː';
/** Names of what the text of a cell calls: `import()`, `import.meta` and import declarations. */
export const IMPORT_FUNCTION = 'ːimport';
export const IMPORT_META = 'ːmeta';
/** What is awaited passes here, so that the rest of an interrupted run waits forever. */
export const AWAITED = 'ːawaited';
/** What every `await` and every turn of `for await` passes, so that an interrupted run ends there. */
export const RESUMED = 'ːresumed';
/** What the turns of loops pass, on a machine where nothing else can stop code that runs. */
export const TURNED = 'ːturned';
/** Checks that a name which is read above its declaration has been declared by then. */
export const READABLE = 'ːreadable';
/** The run that is at work; remembered across an `await`. */
export const RUN = 'ːrun';
export const IMPORT_BINDINGS = 'ːbindings';
/** The variable of an import declaration for what the cell has to wait for. */
export const LOADING = 'ːloading';
/** The variable of a cell that holds the value of its last expression. */
export const LAST_VALUE = 'ːlast';
