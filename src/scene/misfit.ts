import { Binding, type Written } from '../core/notation.ts'
import type { Misfit, Operand } from '../lang/misfit.ts'
import { type Cure, curesOf } from './cures.ts'
import { type Block, blockOf, type Upright } from './strip/block.ts'

/** One of the two tensors that do not fit. */
export interface MisfitBlock {
  /** What the program calls it. */
  readonly name: string
  readonly block: Block
  /** The sizes of its shape, the one that clashes marked. */
  readonly sizes: readonly { readonly size: number; readonly clashes: boolean }[]
  /** Which side of the block the size that clashes is measured along, and what is counted there: `3 columns`. */
  readonly side: 'top' | 'left' | 'none'
  readonly counted: string
}

/** Why two tensors do not fit. */
export interface MisfitScene {
  readonly blocks: readonly [MisfitBlock, MisfitBlock]
  /** What stands between them: `@`. */
  readonly sign: string
  /** `3 ≠ 2`. */
  readonly clash: string
  readonly why: string
  readonly cures: readonly Cure[]
}

/** The picture of a misfit: the two tensors side by side, what clashes, why, and what would fit. */
export function misfitScene(misfit: Misfit): MisfitScene {
  const { operands, axes, meeting, operator } = misfit
  const names = operands.map(({ text }, i) => text ?? (i === 0 ? 'left' : 'right'))
  const [p, q] = operands.map(({ value }, i) => value.shape[axes[i]!]!)
  const upright = (i: number): Upright => (meeting === 'product' && i === 1 ? 'column' : 'row')
  const block = (i: 0 | 1): MisfitBlock => blockFor(operands[i], names[i]!, axes[i], upright(i))
  return {
    blocks: [block(0), block(1)],
    sign: meeting === 'layer' ? 'F.linear' : (operator ?? (meeting === 'product' ? '@' : 'with')),
    clash: `${p} ≠ ${q}`,
    why: whyOf(misfit, [block(0), block(1)]),
    cures: curesOf(misfit, names),
  }
}

const unnamed: Written = { tex: '', plain: '', binding: Binding.atom, rank: 0 }

function blockFor({ value }: Operand, name: string, axis: number, as: Upright): MisfitBlock {
  const { shape } = value
  const block = blockOf({ written: unnamed, value }, 'plain', null, as)
  const size = shape[axis]!
  const vector = shape.length === 1
  const across = vector ? as === 'row' : axis === shape.length - 1
  const word = vector ? (size === 1 ? 'entry' : 'entries') : `${across ? 'column' : 'row'}${size === 1 ? '' : 's'}`
  return {
    name,
    block,
    sizes: shape.map((each, i) => ({ size: each, clashes: i === axis })),
    side: shape.length > 2 ? 'none' : across ? 'top' : 'left',
    counted: shape.length > 2 ? `size ${size}` : `${size} ${word}`,
  }
}

function whyOf({ meeting, axes, operands }: Misfit, [left, right]: readonly [MisfitBlock, MisfitBlock]): string {
  const has = `${left.name} has ${left.counted}, ${right.name} has ${right.counted}`
  switch (meeting) {
    case 'product':
      return `${has}. A product adds up a row of the left times a column of the right, so the columns of the left must equal the rows of the right.`
    case 'layer':
      return `${has}. F.linear multiplies by the transposed weight, and the weight is out × in: its columns must equal the last size of the input.`
    case 'entrywise': {
      const fromRight = operands[0].value.shape.length - axes[0]
      const place = fromRight === 1 ? 'in the last dimension' : `in dimension ${fromRight} from the right`
      return `${has}, ${place}. Entry by entry, two sizes must be equal, or one of them 1, counted from the right.`
    }
  }
}
