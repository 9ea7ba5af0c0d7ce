import { Binding } from './notation.ts'
import type { Attrs, OpName } from './op.ts'
import { apply, arg, type Expr, interpret, negative } from './rule.ts'

/**
 * What a symbol of an update rule stands for: the parameter that learns, its gradient, what the optimizer keeps from step to step,
 * a number such as the learning rate, or a value that lives for one update only.
 */
export type Role = 'parameter' | 'gradient' | 'state' | 'number' | 'between'

/** A symbol of an update rule. `key` is what PyTorch calls it: `lr`, `exp_avg`. `binding` says how tightly its text holds together (`Binding`). */
export interface UpdateSymbol {
  readonly role: Role
  readonly key: string
  readonly tex: string
  readonly plain: string
  readonly binding: number
}

/** `symbols[to] ← from`, in which `arg(i)` is the i-th symbol as the lines before have left it. */
export interface UpdateLine {
  readonly to: number
  readonly from: Expr
}

/** How an optimizer changes one parameter in one step, as data: evaluated here, typeset on the page. */
export interface UpdateRule {
  /** What PyTorch calls the optimizer: `Adam`. */
  readonly optimizer: string
  readonly symbols: readonly UpdateSymbol[]
  /** In the order in which PyTorch computes them. */
  readonly lines: readonly UpdateLine[]
}

/** What an update is computed with. */
export interface Arithmetic<T> {
  readonly apply: (op: OpName, args: readonly T[], attrs: Attrs) => T
  readonly constant: (value: number) => T
}

/**
 * Carries out the lines of a rule on the values of its symbols; a `between` may be missing. Returns the new value of each line.
 * A sum with a product is rounded once, as PyTorch's fused kernels do it.
 */
export function evaluateUpdate<T>(
  rule: UpdateRule,
  values: readonly (T | undefined)[],
  { apply, constant }: Arithmetic<T>,
): T[] {
  const now = [...values]
  return fusedLines(rule).map(({ to, from }) => {
    const result = interpret<T>(from, {
      arg: (index) => now[index] ?? missing(rule, index),
      output: () => outside(rule),
      flow: () => outside(rule),
      constant,
      apply,
    })
    now[to] = result
    return result
  })
}

const missing = ({ optimizer, symbols }: UpdateRule, index: number): never => {
  throw new Error(`${optimizer} reads ${symbols[index]?.plain ?? `symbol ${index}`} before it has a value`)
}

const outside = ({ optimizer }: UpdateRule): never => {
  throw new Error(`a line of ${optimizer} may name its symbols only`)
}

const known = new WeakMap<UpdateRule, readonly UpdateLine[]>()

function fusedLines(rule: UpdateRule): readonly UpdateLine[] {
  const found = known.get(rule) ?? rule.lines.map(({ to, from }) => ({ to, from: fused(from) }))
  known.set(rule, found)
  return found
}

/** x + p·q and x − p·q as one op that rounds once. */
export function fused(expr: Expr): Expr {
  if (expr.kind !== 'apply') return expr
  const [left, right] = expr.args
  const isSum = expr.op === 'add' || expr.op === 'sub'
  if (isSum && left !== undefined && right?.kind === 'apply' && right.op === 'mul') {
    const [p, q] = [fused(right.args[0]!), fused(right.args[1]!)]
    return apply('weighted_sum', [expr.op === 'add' ? p : negative(p), q, fused(left)])
  }
  return { ...expr, args: expr.args.map(fused) }
}

type Text = readonly [tex: string, plain: string]

/** Collects the symbols and lines of a rule; each function returns what stands for its symbol in a line. */
export class RuleWriter {
  readonly #symbols: UpdateSymbol[] = []
  readonly #lines: UpdateLine[] = []
  readonly w = this.symbol('parameter', 'param', ['w', 'w'])
  readonly g = this.symbol('gradient', 'grad', ['g', 'g'])

  symbol(role: Role, key: string, [tex, plain]: Text, binding: number = Binding.atom): Expr {
    this.#symbols.push({ role, key, tex, plain, binding })
    return arg(this.#symbols.length - 1)
  }

  /** What the optimizer keeps under `key` from step to step. */
  state(key: string, tex: string, plain = tex): Expr {
    return this.symbol('state', key, [tex, plain])
  }

  /** A number of the step. */
  number(key: string, tex: string, plain: string, binding: number = Binding.atom): Expr {
    return this.symbol('number', key, [tex, plain], binding)
  }

  /** A value of this update only, computed by a line of its own. */
  between(key: string, [tex, plain]: Text, from: Expr): Expr {
    const symbol = this.symbol('between', key, [tex, plain])
    this.set(symbol, from)
    return symbol
  }

  /** Adds the line `symbol ← from`. */
  set(symbol: Expr, from: Expr): void {
    if (symbol.kind !== 'arg') throw new Error('only a symbol can be given a value')
    this.#lines.push({ to: symbol.index, from })
  }

  rule(optimizer: string): UpdateRule {
    return { optimizer, symbols: this.#symbols, lines: this.#lines }
  }
}
