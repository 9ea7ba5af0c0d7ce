import type { Span } from '../core/graph.ts'
import { Raised } from '../torch/raised.ts'

/** A program that Python would not even start: the sentence and its place. */
export class Malformed extends Raised {
  readonly span: Span

  constructor(message: string, span: Span, hint: string, type = 'SyntaxError') {
    super(type, message, hint)
    this.span = span
  }
}

/** Refuses the program. */
export function malformed(message: string, span: Span, hint: string, type = 'SyntaxError'): never {
  throw new Malformed(message, span, hint, type)
}

/** The 1-based line of each offset of a text. */
export function lineFinder(source: string): (offset: number) => number {
  const starts = [0]
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let [low, high] = [0, starts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (starts[middle]! <= offset) low = middle
      else high = middle
    }
    return low + 1
  }
}
