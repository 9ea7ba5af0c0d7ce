import { lazy, memo, Suspense, useRef, useState } from 'react'
import type { Trace } from '../../core/trace.ts'
import { ledgerOf } from '../../scene/ledger.ts'
import { plainName, symbolsOf } from '../../scene/symbols.ts'

const CopyPanel = lazy(async () => ({ default: (await import('../copy/CopyPanel.tsx')).CopyPanel }))

/** What the tools of the formula panel need: the derivative that is asked for, or null for the step, and who is told of another choice. */
export interface FormulaToolsProps {
  readonly trace: Trace
  readonly cursor: number
  readonly asked: number | null
  readonly onSelect: (node: number | null) => void
}

/** Beside the title of the formula panel: what is explained, and what can be copied. */
export const FormulaTools = (props: FormulaToolsProps) => (
  <span className="formula-tools">
    <Asked trace={props.trace} asked={props.asked} onSelect={props.onSelect} />
    <CopyButton {...props} />
  </span>
)

/** The choice of what is explained: this step, or the derivative by a leaf or by any node with a gradient. */
const Asked = memo(function Asked({ trace, asked: node, onSelect }: Omit<FormulaToolsProps, 'cursor'>) {
  const symbols = symbolsOf(trace.graph)
  const { gradient } = ledgerOf(trace)
  const { nodes, output } = trace.graph
  if (!trace.steps.some(({ kind }) => kind === 'seed')) return null
  const leaves = nodes.flatMap((leaf, index) =>
    index === node || (leaf.kind === 'leaf' && leaf.role !== 'constant') ? [index] : [],
  )
  const others = nodes.flatMap((each, index) =>
    each.kind === 'op' && index !== node && gradient[index] !== undefined ? [index] : [],
  )
  const option = (index: number) => (
    <option key={index} value={index}>{`∂${plainName(symbols, output)}/∂${plainName(symbols, index)} = ?`}</option>
  )
  return (
    <label className="chain-choice">
      <span>Show</span>
      <select value={node ?? ''} onChange={({ target }) => onSelect(target.value === '' ? null : Number(target.value))}>
        <option value="">this step</option>
        <optgroup label="Leaves">{leaves.map(option)}</optgroup>
        {others.length > 0 && <optgroup label="Steps on the way">{others.map(option)}</optgroup>}
      </select>
    </label>
  )
})

/** Opens the menu of what can be copied. */
function CopyButton({ trace, cursor, asked }: FormulaToolsProps) {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        className="button quiet"
        aria-expanded={open}
        title="Copy formulas, picture or table"
        onClick={() => setOpen(!open)}
      >
        Copy
      </button>
      {open && (
        <Suspense fallback={null}>
          <CopyPanel trace={trace} cursor={cursor} asked={asked} button={button} onClose={close} />
        </Suspense>
      )}
    </>
  )
}
