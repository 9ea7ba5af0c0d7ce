import { minus, plus, times } from '../rule.ts'
import { RuleWriter } from '../update.ts'
import { direction, learningRate, once, oneMinus } from './shared.ts'

/** Which parts stochastic gradient descent has; `first`: the parameter has no momentum yet. */
export interface SgdParts extends Readonly<Record<string, boolean>> {
  readonly maximize: boolean
  readonly decay: boolean
  readonly momentum: boolean
  readonly dampening: boolean
  readonly nesterov: boolean
  readonly first: boolean
}

/** Gradient descent as `torch.optim.SGD` does it: the momentum starts as the first gradient. */
export const sgd = once((parts: SgdParts) => {
  const write = new RuleWriter()
  let d = direction(write, parts)
  if (parts.momentum) {
    const v = write.state('momentum_buffer', 'v')
    const needed = !parts.first || parts.nesterov
    const mu = needed ? write.number('momentum', '\\mu', 'μ') : null
    if (parts.first || mu === null) write.set(v, d)
    else {
      const share = parts.dampening ? times(oneMinus(write, 'dampening', '\\tau', 'τ'), d) : d
      write.set(v, plus(times(mu, v), share))
    }
    d = parts.nesterov && mu !== null ? write.between('lookahead', ['n', 'n'], plus(d, times(mu, v))) : v
  }
  write.set(write.w, minus(write.w, times(learningRate(write), d)))
  return write.rule('SGD')
})
