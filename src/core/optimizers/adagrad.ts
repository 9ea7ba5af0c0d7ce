import { apply, minus, over, plus, times } from '../rule.ts'
import { RuleWriter } from '../update.ts'
import { direction, once } from './shared.ts'

/** Which parts Adagrad has; `slowing`: the learning rate falls with the steps. */
export interface AdagradParts extends Readonly<Record<string, boolean>> {
  readonly maximize: boolean
  readonly decay: boolean
  readonly slowing: boolean
}

/** Adagrad as PyTorch computes it. Source: Duchi, Hazan & Singer, JMLR 12 (2011). */
export const adagrad = once((parts: AdagradParts) => {
  const write = new RuleWriter()
  const g = direction(write, parts)
  const total = write.state('sum', 'G')
  write.set(total, plus(total, times(g, g)))
  const epsilon = write.number('eps', '\\varepsilon', 'ε')
  const scale = write.between('std', ['s', 's'], plus(apply('sqrt', [total]), epsilon))
  const rate = parts.slowing ? write.number('clr', '\\tilde\\gamma', 'γ̃') : write.number('clr', '\\gamma', 'γ')
  write.set(write.w, minus(write.w, over(times(rate, g), scale)))
  return write.rule('Adagrad')
})
