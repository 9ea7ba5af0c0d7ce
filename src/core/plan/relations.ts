import type { OpName } from '../op.ts'

const relations = ['gt', 'ge', 'lt', 'le', 'eq', 'ne'] as const

/** The comparison that an op is, or undefined: these work entry by entry on all types. */
export const relationOf = (op: OpName): (typeof relations)[number] | undefined =>
  relations.find((relation) => relation === op)
