import { Binding } from '../notation.ts'
import { type Expr, negative, plus, times } from '../rule.ts'
import type { RuleWriter, UpdateRule } from '../update.ts'

/** The learning rate γ. */
export const learningRate = (write: RuleWriter): Expr => write.number('lr', '\\gamma', 'γ')

/** The gradient with its sign turned where the loss is maximised, and with λ·w added where weights decay. */
export function direction(write: RuleWriter, parts: { readonly maximize: boolean; readonly decay: boolean }): Expr {
  const g = parts.maximize ? write.between('ascent', ["g'", 'g′'], negative(write.g)) : write.g
  if (!parts.decay) return g
  const decay = write.number('weight_decay', '\\lambda', 'λ')
  return write.between('direction', ['d', 'd'], plus(g, times(decay, write.w)))
}

/** A number written as a difference, such as 1 − β₁. */
export const oneMinus = (write: RuleWriter, key: string, tex: string, plain: string): Expr =>
  write.number(`1 - ${key}`, `(1 - ${tex})`, `(1 − ${plain})`)

/** The rule for a choice of parts, made once for each choice, so that the same rule is the same object. */
export function once<Parts extends Readonly<Record<string, boolean>>>(
  make: (parts: Parts) => UpdateRule,
): (parts: Parts) => UpdateRule {
  const made = new Map<number, UpdateRule>()
  return (parts) => {
    // Every optimizer writes its parts in one order: each is a bit of the key.
    let key = 0
    let bit = 1
    for (const part in parts) {
      if (parts[part]) key |= bit
      bit <<= 1
    }
    const known = made.get(key)
    if (known !== undefined) return known
    const rule = make(parts)
    made.set(key, rule)
    return rule
  }
}

/** How tightly a quotient holds together. */
export const quotient: number = Binding.product
