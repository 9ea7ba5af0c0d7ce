import { innerProducts, sums } from './einsum.ts'
import { extremes } from './extremes.ts'
import { interleaving } from './interleaving.ts'
import { joining } from './joining.ts'
import { neighbours } from './neighbours.ts'
import { linalgProducts, products } from './products.ts'
import { reductions } from './reductions.ts'
import { broadcasting, repeating, repeatingMethods } from './repeating.ts'
import { reshaping, reshapingFunctions, views } from './reshaping.ts'
import { sets } from './sets.ts'
import type { Row } from './signature.ts'
import { linalgSolving, solving } from './solving.ts'
import { splitting } from './splitting.ts'
import { linalgNorms, statistics, statisticsPairs } from './statistics.ts'
import { taking } from './taking.ts'
import { triangles } from './triangles.ts'
import { permuting, turning } from './turning.ts'
import { writing, writingInPlace } from './writing.ts'

/** Functions of `torch` on whole tensors that are methods of a tensor too. */
export const wholeRows: readonly Row[] = [
  ...reductions,
  ...extremes,
  ...statistics,
  ...sets,
  ...reshaping,
  ...turning,
  ...repeating,
  ...interleaving,
  ...splitting,
  ...taking,
  ...writing,
  ...triangles,
  ...products,
  ...innerProducts,
  ...neighbours,
  ...solving,
]

/** Functions of `torch` on whole tensors that are no methods. */
export const wholeFunctions: readonly Row[] = [
  ...joining,
  ...broadcasting,
  ...sums,
  ...statisticsPairs,
  ...reshapingFunctions,
  permuting[0],
]

/** Methods on whole tensors that are no functions of `torch`. */
export const wholeMethods: readonly Row[] = [...views, ...repeatingMethods, ...writingInPlace, permuting[1]]

/** What `torch.linalg` holds. */
export const linalgRows: readonly Row[] = [...linalgNorms, ...linalgProducts, ...linalgSolving]
