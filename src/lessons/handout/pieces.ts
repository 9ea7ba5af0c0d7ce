import type { Written } from '../../core/notation.ts'
import { answer } from '../answer.ts'
import { nodeNamed, type Scope } from '../figures.ts'
import type { Ask, Prose } from '../prose.ts'
import { blanked, box } from './blanked.ts'
import { isGiven } from './given.ts'

/** What stands on paper in the place of prose: text, formulas, and blanks to be filled in, counted through the sheet. */
export type Piece =
  | string
  | { readonly kind: 'formula'; readonly written: Written }
  | { readonly kind: 'blank'; readonly number: number; readonly written: Written }

/** Takes the answer of a blank and tells its number; null where nothing is left blank. */
export type Numbering = ((answer: Written) => number) | null

const unknown: Written = { tex: '?', plain: '?', binding: 6, rank: 0 }

/** Prose with what it asks put in, or, where numbers are counted, with blanks for what is a result. */
export const piecesOf = (prose: Prose, scope: Scope, number: Numbering): Piece[] =>
  prose.map((piece): Piece => {
    if (typeof piece === 'string') return piece
    const whole = answer(piece, scope) ?? unknown
    const { written, boxes } = number === null ? { written: whole, boxes: 0 } : hidden(piece, whole, scope)
    return number === null || boxes === 0
      ? { kind: 'formula', written: whole }
      : { kind: 'blank', number: number(whole), written }
  })

interface Hidden {
  readonly written: Written
  readonly boxes: number
}

/** What is asked with its results left out: symbols and given numbers stay. */
function hidden(ask: Ask, whole: Written, scope: Scope): Hidden {
  const pass = 'pass' in ask && ask.pass !== undefined ? ask.pass : scope.pass
  const trace = scope.passes[pass]
  if (trace === undefined) return { written: whole, boxes: 0 }
  switch (ask.kind) {
    case 'name':
    case 'partial':
    case 'slope':
    case 'shape':
    case 'math':
    case 'size':
      return { written: whole, boxes: 0 }
    case 'rule':
    case 'flow':
      return ask.numbers
        ? blanked(whole, (read, of) => read === 'value' && isGiven(trace, of, pass))
        : { written: whole, boxes: 0 }
    case 'sum':
      return blanked(whole, () => false)
    case 'value': {
      const node = nodeNamed(trace, ask.of)
      return node !== null && isGiven(trace, node, pass) ? { written: whole, boxes: 0 } : { written: box, boxes: 1 }
    }
    case 'gradient':
    case 'bucket':
    case 'tangent':
    case 'local':
    case 'share':
    case 'count':
    case 'reckoned':
    case 'changed':
      return { written: box, boxes: 1 }
    case 'equal':
      return equated(ask.parts, scope)
  }
}

/** Parts that are equal to each other, each with its results left out; those that read the same as the one before are said once. */
function equated(parts: readonly Ask[], scope: Scope): Hidden {
  const said = parts.flatMap((part) => {
    const whole = answer(part, scope)
    return whole === null ? [] : [{ whole, ...hidden(part, whole, scope) }]
  })
  const shown = said.filter(({ whole }, i) => whole.plain !== said[i - 1]?.whole.plain)
  return {
    written: { ...unknown, tex: shown.map(({ written }) => written.tex).join(' = '), plain: '□' },
    boxes: shown.reduce((sum, { boxes }) => sum + boxes, 0),
  }
}
