import { expForSingle } from './exponential.ts'
import type { Dtype } from './tensor.ts'

/** Rounds a step of a computation as a type does. */
export const rounding = (dtype: Dtype): ((x: number) => number) => (dtype === 'float64' ? (x) => x : Math.fround)

const double = (p: number): number => 1 / (1 + Math.exp(-p))
const single = (p: number): number => 1 / Math.fround(1 + Math.fround(expForSingle(-p)))

/** The logistic function, step by step in a type; its result is still to be rounded. */
export const sigmoidIn = (dtype: Dtype): ((x: number) => number) => (dtype === 'float64' ? double : single)
