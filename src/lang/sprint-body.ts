import type { BinaryOperator, Expression, Statement, Target } from './ast.ts'
import { type Light, lightOf } from './light.ts'
import { namesIn } from './names.ts'
import { type Call, callOf, type TrainingStep, trainingSteps } from './training-step.ts'

/** `name = object[start:stop]`. */
export interface Slicing {
  readonly name: string
  readonly object: string
  readonly start: Light | null
  readonly stop: Light | null
}

/** A statement whose effect is known without carrying it out: it takes slices of data, asks something about numbers, or reckons with them. */
export type Known =
  | { readonly kind: 'slices'; readonly statement: Statement; readonly parts: readonly Slicing[] }
  | { readonly kind: 'if'; readonly tests: readonly Light[] }
  | { readonly kind: 'set'; readonly name: string; readonly operator: BinaryOperator | null; readonly value: Light }
  | { readonly kind: 'append'; readonly place: Expression; readonly name: string; readonly value: Light }
  | { readonly kind: 'reset'; readonly call: Call }

/** The body of a loop that is one training step with statements around it that are known. */
export interface SprintBody {
  /** The names that each turn gives a value. */
  readonly targets: readonly string[]
  readonly before: readonly Known[]
  readonly training: TrainingStep
  readonly after: readonly Known[]
  /** The statements that are `after`. */
  readonly rest: readonly Statement[]
}

/** Reads the body of a loop; null where it holds anything else. */
export function sprintBodyOf({ target, body }: Extract<Statement, { readonly kind: 'for' }>): SprintBody | null {
  const [training, ...others] = trainingSteps(body)
  const targets = plainNames(target)
  if (targets === null || training === undefined || training.update === null || others.length > 0) return null
  const rest = body.slice(training.from + training.statements.length + 1)
  const before = body.slice(0, training.from).map((statement) => slicesOf(statement) ?? questionOf(statement))
  const after = rest.map((statement) => questionOf(statement) ?? sumOf(statement))
  if (!before.every((each) => each !== null) || !after.every((each) => each !== null)) return null
  return { targets, before, training, after, rest }
}

/** The names of `name` or `x, y`, each another one. */
function plainNames(target: Target): readonly string[] | null {
  const names = namesIn(target)
  const flat = target.kind === 'targets' && target.starred < 0 && target.items.every(({ kind }) => kind === 'name')
  const isPlain = target.kind === 'name' || flat
  return isPlain && new Set(names).size === names.length ? names : null
}

/** `if` without `else`, all of whose tests are light. */
function questionOf(statement: Statement): Known | null {
  if (statement.kind !== 'if' || statement.otherwise.length > 0) return null
  const tests = statement.branches.map(({ test }) => lightOf(test))
  return tests.every((test) => test !== null) ? { kind: 'if', tests } : null
}

/** `x = X[i:j]` or `x, y = X[i:j], Y[i:j]`. */
function slicesOf(statement: Statement): Known | null {
  if (statement.kind !== 'assign' || statement.targets.length !== 1) return null
  const target = statement.targets[0]!
  const { value } = statement
  const names = target.kind === 'targets' && target.starred < 0 ? target.items : [target]
  const values = target.kind === 'targets' ? (value.kind === 'tuple' ? value.items : []) : [value]
  if (names.length !== values.length) return null
  const parts = names.map((name, i) => (name.kind === 'name' ? slicingOf(name.name, values[i]!) : null))
  return parts.every((part) => part !== null) ? { kind: 'slices', statement, parts } : null
}

function slicingOf(name: string, value: Expression): Slicing | null {
  if (value.kind !== 'subscript' || value.object.kind !== 'name' || value.index.kind !== 'slice') return null
  const { start, stop, step } = value.index
  const [from, to] = [start, stop].map((each) => (each === null ? null : lightOf(each)))
  const read = (start === null || from !== null) && (stop === null || to !== null) && step === null
  return read ? { name, object: value.object.name, start: from ?? null, stop: to ?? null } : null
}

/** What only adds up, keeps or notes numbers, or resets gradients. */
function sumOf(statement: Statement): Known | null {
  switch (statement.kind) {
    case 'assign': {
      const [target, ...others] = statement.targets
      const value = lightOf(statement.value)
      if (target?.kind !== 'name' || others.length > 0 || value === null) return null
      return { kind: 'set', name: target.name, operator: null, value }
    }
    case 'update': {
      const value = lightOf(statement.value)
      if (statement.target.kind !== 'name' || value === null) return null
      return { kind: 'set', name: statement.target.name, operator: statement.operator, value }
    }
    case 'expression': {
      const call = callOf(statement, 'zero_grad')
      return call === null ? appendOf(statement.value) : { kind: 'reset', call }
    }
    default:
      return null
  }
}

function appendOf(expression: Expression): Known | null {
  if (expression.kind !== 'call' || expression.callee.kind !== 'attribute') return null
  const { callee, args } = expression
  const [only, ...others] = args
  if (callee.name !== 'append' || callee.object.kind !== 'name') return null
  if (only?.kind !== 'positional' || others.length > 0) return null
  const value = lightOf(only.value)
  return value === null ? null : { kind: 'append', place: expression, name: callee.object.name, value }
}
