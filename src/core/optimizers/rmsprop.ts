import { apply, minus, over, plus, times } from '../rule.ts'
import { RuleWriter } from '../update.ts'
import { direction, learningRate, once, oneMinus } from './shared.ts'

/** Which parts RMSprop has; `centered`: divided by the standard deviation instead of the root of the mean square. */
export interface RmspropParts extends Readonly<Record<string, boolean>> {
  readonly maximize: boolean
  readonly decay: boolean
  readonly centered: boolean
  readonly momentum: boolean
}

/** RMSprop as PyTorch computes it. Source: Hinton, Neural Networks for Machine Learning, lecture 6. */
export const rmsprop = once((parts: RmspropParts) => {
  const write = new RuleWriter()
  const g = direction(write, parts)
  const v = write.state('square_avg', 'v')
  const alpha = write.number('alpha', '\\alpha', 'α')
  const rest = oneMinus(write, 'alpha', '\\alpha', 'α')
  write.set(v, plus(times(alpha, v), times(times(rest, g), g)))
  let spread = v
  if (parts.centered) {
    const mean = write.state('grad_avg', '\\bar g', 'ḡ')
    write.set(mean, plus(times(alpha, mean), times(rest, g)))
    spread = minus(v, times(mean, mean))
  }
  const epsilon = write.number('eps', '\\varepsilon', 'ε')
  const scale = write.between('avg', ['s', 's'], plus(apply('sqrt', [spread]), epsilon))
  const rate = learningRate(write)
  if (parts.momentum) {
    const b = write.state('momentum_buffer', 'b')
    write.set(b, plus(times(write.number('momentum', '\\mu', 'μ'), b), over(g, scale)))
    write.set(write.w, minus(write.w, times(rate, b)))
  } else write.set(write.w, minus(write.w, over(times(rate, g), scale)))
  return write.rule('RMSprop')
})
