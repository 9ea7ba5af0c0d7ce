/** How tensors are printed: what `torch.set_printoptions` sets. */
export interface Printing {
  /** Digits after the point. */
  readonly precision: number
  /** Tensors of more elements are shown by their edges alone. */
  readonly threshold: number
  /** How many elements an edge has. */
  readonly edgeItems: number
  /** How many characters a line has. */
  readonly lineWidth: number
  /** Whether with an exponent; null where that depends on the numbers. */
  readonly scientific: boolean | null
}

/** How PyTorch prints where nothing else was set. */
export const usualPrinting: Printing = { precision: 4, threshold: 1000, edgeItems: 3, lineWidth: 80, scientific: null }
