import type { Dtype } from '../core/tensor.ts'

interface Names {
  readonly torch: readonly string[]
  /** What error messages call it. */
  readonly scalar: string
}

/** The element types under all their names in PyTorch. */
export const dtypes: Readonly<Record<Dtype, Names>> = {
  float32: { torch: ['float32', 'float'], scalar: 'Float' },
  float64: { torch: ['float64', 'double'], scalar: 'Double' },
  int64: { torch: ['int64', 'long'], scalar: 'Long' },
  bool: { torch: ['bool'], scalar: 'Bool' },
}

/** Whether gradients can flow through it. */
export const isFloating = (dtype: Dtype): boolean => dtype === 'float32' || dtype === 'float64'

/** The class name of a tensor of this type in old messages: `torch.FloatTensor`. */
export const torchType = (dtype: Dtype): string => `torch.${dtypes[dtype].scalar}Tensor`
