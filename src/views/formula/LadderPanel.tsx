import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import type { Trace } from '../../core/trace.ts'
import { ladderOf, type Rung } from '../../scene/ladder.ts'
import { plainName, symbolsOf } from '../../scene/symbols.ts'
import { Formula } from './Formula.tsx'
import { FormulaRows, texOf } from './FormulaRows.tsx'
import './ladder.css'

/** What a ladder shows and tells. */
export interface LadderPanelProps {
  readonly trace: Trace
  readonly node: number
  readonly hover: number | null
  readonly onHover: (node: number | null) => void
  readonly onSelect: (node: number | null) => void
}

/** One derivative from the question down to its number. What earlier steps gave leads on to their own ladders, and back. */
export function LadderPanel({ trace, node, hover, onHover, onSelect }: LadderPanelProps) {
  const ladder = useMemo(() => ladderOf(trace, node), [trace, node])
  const [trail, setTrail] = useState<readonly number[]>([node])
  const heading = useRef<HTMLHeadingElement>(null)
  const followed = useRef(false)
  const at = trail.lastIndexOf(node)
  // asked for from elsewhere: the way here begins anew
  if (at !== trail.length - 1) setTrail(at < 0 ? [node] : trail.slice(0, at + 1))
  useEffect(() => {
    if (followed.current && node >= 0) heading.current?.focus({ preventScroll: true })
    followed.current = false
  }, [node])
  if (ladder === null) return null
  const symbols = symbolsOf(trace.graph)
  const follow = (to: number): void => {
    followed.current = true
    const before = trail.indexOf(to)
    setTrail(before < 0 ? [...trail, to] : trail.slice(0, before + 1))
    onSelect(to)
  }
  const back = trail.at(-2)
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    if (back === undefined) onSelect(null)
    else follow(back)
  }
  const output = plainName(symbols, trace.graph.output)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape goes back from anywhere inside, as the button does
    <div className="ladder" onKeyDown={keys}>
      <nav className="ladder-way" aria-label="The way here">
        <button
          type="button"
          className="button quiet"
          onClick={() => (back === undefined ? onSelect(null) : follow(back))}
        >
          {back === undefined ? '← This step' : '← Back'}
        </button>
        {trail.slice(0, -1).map((each) => (
          <button key={each} type="button" className="crumb" onClick={() => follow(each)}>
            {`∂${output}/∂${plainName(symbols, each)}`}
          </button>
        ))}
        <h2 ref={heading} tabIndex={-1}>
          {`${ladder.asked.plain} = ?`}
        </h2>
      </nav>
      <ol className="rungs">
        {grouped(ladder.rungs).map((rungs) => (
          <li key={rungs[0]!.kind} data-kind={rungs[0]!.kind}>
            <span className="row-label">{rungs[0]!.label}</span>
            <span className="group">
              {rungs.map((rung, i) => (
                <span key={i} className="rung">
                  {rung.link === null ? (
                    <FormulaRows
                      rows={[{ label: '', parts: rung.parts }]}
                      hover={hover}
                      onHover={onHover}
                      onNode={follow}
                    />
                  ) : (
                    <Link rung={rung} node={rung.link} onFollow={follow} onHover={onHover} />
                  )}
                  {rung.reason !== null && <span className="reason">{rung.reason}</span>}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ol>
      {ladder.note !== null && <p className="note">{ladder.note}</p>}
    </div>
  )
}

/** Rungs of one kind that follow each other stand side by side. */
function grouped(rungs: readonly Rung[]): Rung[][] {
  const groups: Rung[][] = []
  for (const rung of rungs) {
    const last = groups.at(-1)
    if (last?.[0]?.kind === rung.kind) last.push(rung)
    else groups.push([rung])
  }
  return groups
}

interface LinkProps {
  readonly rung: Rung
  readonly node: number
  readonly onFollow: (node: number) => void
  readonly onHover: (node: number | null) => void
}

/** What an earlier step gave, as a button to its own ladder. */
function Link({ rung, node, onFollow, onHover }: LinkProps) {
  return (
    <button
      type="button"
      className="rung-link"
      aria-label={`${rung.parts.map(({ plain }) => plain).join(' = ')}: why?`}
      onClick={() => onFollow(node)}
      onFocus={() => onHover(node)}
      onBlur={() => onHover(null)}
      onPointerEnter={() => onHover(node)}
      onPointerLeave={() => onHover(null)}
    >
      {rung.parts.map((part, i) => (
        <Formula key={part.plain} tex={texOf(part, i)} plain={(i === 0 ? '' : '= ') + part.plain} />
      ))}
    </button>
  )
}
