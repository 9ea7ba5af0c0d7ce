import { scalar, sizeOf, type Tensor } from '../../core/tensor.ts'
import { evaluateUpdate, type UpdateRule, type UpdateSymbol } from '../../core/update.ts'
import { nameOf } from '../clash.ts'
import { noLiterals, plant } from '../made.ts'
import { leaf, relocate, type Session, tensorOf, write } from '../session.ts'
import type { TensorValue } from '../value.ts'

/** One step of an optimizer on one parameter: all that the page needs to show it. */
export interface Update {
  readonly rule: UpdateRule
  /** The 1-based line of the call of `step()`. */
  readonly line: number
  readonly parameter: TensorValue
  /** What the parameter is called; null where it has no name. */
  readonly name: string | null
  /** The value of each symbol of the rule before the step; null for what had none. */
  readonly before: readonly (Tensor | null)[]
  /** What each line of the rule gave. */
  readonly after: readonly Tensor[]
}

/** One step of an optimizer on one parameter, for who wants to know what it was computed from. */
export interface Noticed extends Pick<Update, 'rule' | 'parameter' | 'before' | 'after'> {
  readonly numbers: Readonly<Record<string, number>>
  readonly tensors: Map<string, TensorValue>
}

/** What an optimizer keeps of a parameter from step to step: its tensors under PyTorch's names, and how many steps were made. */
export interface ParameterState {
  step: number
  readonly tensors: Map<string, TensorValue>
}

/** Carries out one step of a rule: the parameter and the state are changed in place, without a gradient. */
export function updateParameter(
  session: Session,
  rule: UpdateRule,
  parameter: TensorValue,
  gradient: TensorValue,
  numbers: Readonly<Record<string, number>>,
  { tensors }: ParameterState,
): void {
  const { planner } = session
  const { dtype, shape } = tensorOf(session, parameter)
  const { symbols, lines, last } = layoutOf(rule)
  const before = new Array<Tensor | null>(symbols.length)
  const given: Tensor[] = []
  for (let i = 0; i < symbols.length; i++) {
    const value = standing(session, symbols[i]!, parameter, gradient, numbers, tensors)
    before[i] = value
    if (value !== null) given.push(value)
  }
  session.charge(1 + lines * sizeOf(shape))
  const after = planner.memo(rule, [dtype], given, 0, () =>
    evaluateUpdate<Tensor>(
      rule,
      before.map((value) => value ?? undefined),
      { apply: (op, args, attrs) => planner.compute(op, args, attrs), constant: (value) => scalar(value, dtype) },
    ),
  )
  for (const { role, key, line } of last)
    put(session, parameter, tensors, role === 'parameter' ? null : key, after[line]!)
  session.noticed?.updates.push({ rule, parameter, numbers, tensors, before, after })
  if (session.onUpdate !== undefined)
    session.onUpdate({ rule, line: session.line, parameter, name: nameOf(parameter), before, after })
}

/** Gives a parameter its new value, or, under a key, a tensor that its optimizer keeps. */
export function put(
  session: Session,
  parameter: TensorValue,
  tensors: Map<string, TensorValue>,
  key: string | null,
  value: Tensor,
): void {
  if (key !== null) keep(session, tensors, key, value)
  else {
    relocate(session, parameter, value)
    write(parameter, value)
  }
}

/** What a symbol stands for before the step; null for what the rule computes itself. */
function standing(
  session: Session,
  { role, key }: UpdateSymbol,
  parameter: TensorValue,
  gradient: TensorValue,
  numbers: Readonly<Record<string, number>>,
  tensors: ReadonlyMap<string, TensorValue>,
): Tensor | null {
  switch (role) {
    case 'parameter':
      return tensorOf(session, parameter)
    case 'gradient':
      return tensorOf(session, gradient)
    case 'state': {
      const cell = tensors.get(key)
      return cell === undefined ? null : tensorOf(session, cell)
    }
    case 'number':
      return numberOf(numbers, key, tensorOf(session, parameter).dtype)
    case 'between':
      return null
  }
}

const scalars = new WeakMap<Readonly<Record<string, number>>, Map<string, Tensor>>()

/** A number of a step as a tensor: the same one for all parameters that are updated with these numbers. */
function numberOf(numbers: Readonly<Record<string, number>>, key: string, dtype: Tensor['dtype']): Tensor {
  const made = scalars.get(numbers) ?? new Map<string, Tensor>()
  scalars.set(numbers, made)
  const name = dtype === 'float32' ? key : `${key} ${dtype}`
  const known = made.get(name) ?? scalar(numbers[key] ?? Number.NaN, dtype)
  made.set(name, known)
  return known
}

/** What of a rule is kept after a step: the parameter and the state, each with the last line that changes it. */
export interface RuleLayout {
  readonly symbols: readonly UpdateSymbol[]
  readonly lines: number
  readonly last: readonly { readonly role: UpdateSymbol['role']; readonly key: string; readonly line: number }[]
}

const layouts = new WeakMap<UpdateRule, RuleLayout>()

export function layoutOf(rule: UpdateRule): RuleLayout {
  const known = layouts.get(rule)
  if (known !== undefined) return known
  const { symbols } = rule
  const last = [...new Map(rule.lines.map(({ to }, line) => [to, line]))].flatMap(([to, line]) => {
    const { role, key } = symbols[to]!
    return role === 'parameter' || role === 'state' ? [{ role, key, line }] : []
  })
  const layout = { symbols, lines: rule.lines.length, last }
  layouts.set(rule, layout)
  return layout
}

/** Keeps a value until the next step. Only the optimizer holds its tensor, so that nothing has to be told of the change. */
function keep(session: Session, tensors: Map<string, TensorValue>, key: string, value: Tensor): void {
  const cell = tensors.get(key)
  if (cell === undefined) {
    tensors.set(key, leaf(session, value))
    return
  }
  const { line } = session
  cell.node = plant(session.recording, { role: 'data', value, requiresGrad: false, literals: noLiterals, line })
  write(cell, value)
}
