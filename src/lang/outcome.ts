import type { Value } from '../torch/value.ts'

/** How a statement ended. */
export type Outcome =
  | { readonly kind: 'next' | 'break' | 'continue' }
  | { readonly kind: 'return'; readonly value: Value }

/** It ended, and what follows it comes next. */
export const next: Outcome = { kind: 'next' }
