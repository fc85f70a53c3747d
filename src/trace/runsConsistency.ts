import type { ConsistencyChecks } from './consistencyRules';
import { checkTrace } from './traceConsistency';

/** In place of all, where runs alone are read: a widget that travels with every notebook is small. */
export const consistencyChecks: ConsistencyChecks = { trace: checkTrace };
