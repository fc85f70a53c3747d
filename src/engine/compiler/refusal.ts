/** Why a step cannot be compiled, in a sentence. */
export class StepRefusal extends Error {}
