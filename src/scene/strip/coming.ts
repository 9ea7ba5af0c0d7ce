import type { Trace } from '../../core/trace.ts'
import { ledgerOf } from '../ledger.ts'
import type { Block, Cell } from './block.ts'
import { type Strip, stripAt } from './strip.ts'

/** The first strip after a cursor, with blanks for all numbers that are still to come; null where no step with matrices is left. */
export function comingStrip(trace: Trace, cursor: number): Strip | null {
  for (let later = cursor + 1; later <= trace.steps.length; later++) {
    const strip = stripAt(trace, later)
    if (strip !== null) return blanked(strip, trace, cursor)
  }
  return null
}

function blanked({ result, sign, pieces }: Strip, trace: Trace, cursor: number): Strip {
  const { valueStep, arrivals } = ledgerOf(trace)
  const isThere = ({ role }: Block, { node }: Cell): boolean => {
    switch (role) {
      case 'value':
        return node !== null && (valueStep[node] ?? -1) < cursor
      case 'gradient':
        return node !== null && arrivals[node]!.every((step) => step < cursor)
      // what is worked out for a step is not there before it
      case 'mask':
      case 'plain':
        return false
    }
  }
  const blank = (block: Block): Block => ({
    ...block,
    rows: block.rows?.map((row) => row.map((cell) => (isThere(block, cell) ? cell : { ...cell, text: '' }))) ?? null,
  })
  return {
    result: blank(result),
    sign,
    pieces: pieces.map((piece) => (piece.kind === 'block' ? blank(piece) : piece)),
    opened: () => null,
  }
}
