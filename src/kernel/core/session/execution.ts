import type { Converter } from '../cells/converter';
import type { Runner } from '../cells/runner';
import type { Incoming, Json } from '../messages';
import { isShowable } from '../library/show';
import { scriptName, type CellRecords } from '../report/cellRecords';
import { reportDiagnostics } from '../report/diagnosticReport';
import { reportError, type ErrorContent } from '../report/errorReport';
import { READING, withinTime } from '../cells/timeToRead';
import type { CellRun, Guard, RunContext } from '../run/run';
import type { History } from './history';
import { Interrupted } from './interrupted';
import type { Publisher } from '../run/publisher';
import { stackWords } from '../report/stackWords';
import { valueBundle } from './valueBundle';
import type { Displays } from '../live/displays';
import { isRace } from '../live/kindOf';
import { createStaleNames } from './staleNames';

/** Runs notebook cells. */
export interface Execution {
  /** Calls `reply` once with the content of `execute_reply`. */
  execute(
    message: Incoming,
    request: number,
    reply: (content: Json) => void
  ): void;
  /**
   * Answers for a run that was interrupted and has not answered: the end of its code took with it
   * what waited for that code.
   */
  abandon(run: CellRun): void;
  /** The run that is going on. */
  readonly running: CellRun | null;
  /** The run that began last. */
  readonly latest: CellRun | null;
}

/** Everything that running a cell touches. */
export interface ExecutionParts {
  readonly converter: Converter;
  readonly runner: Runner;
  readonly records: CellRecords;
  readonly guard: Guard;
  readonly context: RunContext;
  readonly publisher: Publisher;
  readonly history: History;
  readonly displays: Displays;
}

type Outcome =
  | { readonly kind: 'value'; readonly value?: unknown }
  | { readonly kind: 'refused'; readonly content: ErrorContent }
  | { readonly kind: 'thrown'; readonly error: unknown };

export function createExecution(parts: ExecutionParts): Execution {
  const {
    converter,
    runner,
    records,
    guard,
    context,
    publisher,
    history,
    displays
  } = parts;
  const words = (text: string) => stackWords(text, records);
  const stale = createStaleNames();
  let running: CellRun | null = null;
  let latest: CellRun | null = null;
  let replyOfRunning: (content: Json) => void = () => undefined;
  let count = 0;
  let runs = 0;

  function execute(
    message: Incoming,
    request: number,
    reply: (content: Json) => void
  ): void {
    const { header, content, metadata } = message;
    const source = String(content.code ?? '');
    const silent = content.silent === true;
    const stores =
      !silent && content.store_history !== false && source.trim() !== '';
    const run: CellRun = {
      number: ++runs,
      parent: header,
      count: stores ? count + 1 : count,
      cellId: typeof metadata.cellId === 'string' ? metadata.cellId : null,
      silent,
      allowsInput: content.allow_stdin === true,
      request,
      interrupted: false,
      lastAwaits: 0,
      sideErrors: [],
      printed: 0,
      shown: { outputs: 0, characters: 0, full: false },
      goesOn: new Set(),
      onInterrupt: new Set(),
      onEnd: new Set()
    };
    if (stores) {
      count += 1;
      history.add(count, source);
    }
    running = run;
    latest = run;
    replyOfRunning = reply;
    publisher.publish(run, 'execute_input', {
      code: source,
      execution_count: run.count
    });
    perform(run, source)
      .then(outcome => finish(run, outcome, content))
      .then(
        result => answer(run, result),
        (error: unknown) =>
          answer(run, { status: 'error', ...reportError(error, records) })
      );
  }

  /** The first answer counts. */
  function answer(run: CellRun, content: Json): void {
    if (running === run) {
      run.onEnd.forEach(end => end());
      replyOfRunning({ ...content, execution_count: run.count });
      running = null;
    }
  }

  function abandon(run: CellRun): void {
    if (running === run) {
      const failure = reportError(new Interrupted(), records);
      publisher.publish(run, 'error', { ...failure });
      answer(run, { status: 'error', ...failure });
    }
  }

  async function finish(
    run: CellRun,
    outcome: Outcome,
    request: Json
  ): Promise<Json> {
    let failure =
      outcome.kind === 'refused'
        ? outcome.content
        : outcome.kind === 'thrown'
          ? reportError(outcome.error, records)
          : null;
    if (outcome.kind === 'value' && outcome.value !== undefined) {
      failure = await show(run, outcome.value);
    }
    if (failure === null && run.sideErrors.length > 0) {
      const content = reportError(run.sideErrors[0], records);
      return { status: 'error', ...content };
    }
    if (failure !== null) {
      publisher.publish(run, 'error', { ...failure });
      return { status: 'error', ...failure };
    }
    return {
      status: 'ok',
      payload: [],
      user_expressions: await expressions(run, request.user_expressions)
    };
  }

  /** Publishes the value of the cell; gives the error when it cannot be drawn. */
  async function show(
    run: CellRun,
    value: unknown
  ): Promise<ErrorContent | null> {
    // The history that a fit returns stands above already, since its first epoch.
    if (isShowable(value) && displays.hasShown(value, run)) {
      return null;
    }
    try {
      if (isShowable(value) && isRace(value)) {
        await interruptible(run, () => displays.show([value], {}));
        await ended(run);
        return null;
      }
      const bundle = await interruptible(run, () =>
        isShowable(value)
          ? displays.bundle(value, run)
          : valueBundle(value, words)
      );
      history.setOutput(run.count, String(bundle.data['text/plain'] ?? ''));
      publisher.publish(run, 'execute_result', {
        execution_count: run.count,
        data: bundle.data,
        metadata: bundle.metadata ?? {}
      });
      return null;
    } catch (error) {
      return reportError(error, records);
    }
  }

  async function perform(run: CellRun, source: string): Promise<Outcome> {
    if (source.trim() === '') {
      return { kind: 'value' };
    }
    try {
      guard.guarded(() => stale.requireFresh(source));
      await converter.ready(source);
      const compiled = guard.guarded(() =>
        withinTime(READING, () => converter.transpile(source))
      );
      if (compiled.cell === null) {
        stale.refused(run.cellId, source);
        return {
          kind: 'refused',
          content: reportDiagnostics(compiled.diagnostics, {
            source,
            count: run.count,
            cells: converter.cells
          })
        };
      }
      const { cell } = compiled;
      converter.remember(cell);
      stale.ran(run.cellId, cell.names.all);
      records.add({ run, source, positions: runner.positions(cell) });
      const result = await interruptible(run, () =>
        runner.run(cell, scriptName(run))
      );
      await ended(run);
      return { kind: 'value', ...result };
    } catch (error) {
      return { kind: 'thrown', error };
    }
  }

  /** Waits for what a run has begun and shows. */
  async function ended(run: CellRun): Promise<void> {
    if (run.goesOn.size > 0) {
      try {
        await interruptible(run, () => Promise.all(run.goesOn));
      } catch (error) {
        if (run.interrupted) {
          // It stops after its present batch, and the next notebook cell finds it stopped.
          await Promise.allSettled(run.goesOn);
        }
        throw error;
      }
    }
  }

  /** Code of the user: it ends when it is done or when the user interrupts it. */
  async function interruptible<T>(
    run: CellRun,
    work: () => T
  ): Promise<Awaited<T>> {
    let stop: () => void = () => undefined;
    const interrupted = new Promise<never>((_, reject) => {
      stop = () => reject(new Interrupted());
    });
    run.onInterrupt.add(stop);
    try {
      const result = await Promise.race([
        guard.exposed(() => {
          // The interrupt may have come while the cell was compiled.
          if (run.interrupted) {
            throw new Interrupted();
          }
          return context.within(run, work);
        }),
        interrupted
      ]);
      // A promise that was rejected without anybody waiting is reported after this turn.
      await guard.exposed(() => undefined);
      return result;
    } finally {
      run.onInterrupt.delete(stop);
    }
  }

  async function expressions(run: CellRun, wanted: unknown): Promise<Json> {
    const results: Json = {};
    for (const [name, code] of Object.entries(
      (wanted ?? {}) as Record<string, string>
    )) {
      const outcome = await perform(
        { ...run, number: ++runs, silent: true },
        String(code)
      );
      if (outcome.kind === 'value') {
        results[name] = {
          status: 'ok',
          ...(await valueBundle(outcome.value, words))
        };
      } else {
        results[name] = {
          status: 'error',
          ...(outcome.kind === 'refused'
            ? outcome.content
            : reportError(outcome.error, records))
        };
      }
    }
    return results;
  }

  return {
    execute,
    abandon,
    get running() {
      return running;
    },
    get latest() {
      return latest;
    }
  };
}
