import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Trace } from '../../core/trace.ts'
import { cardAt } from '../../scene/card.ts'
import { csvOf } from '../../scene/copy/csv.ts'
import { laddersLatex, rowsLatex } from '../../scene/copy/latex.ts'
import { type Runnable, runnable } from '../../scene/copy/pytorch.ts'
import { tikzOf } from '../../scene/copy/tikz.ts'
import { derivationOf, ladderOf } from '../../scene/ladder.ts'
import { samplesIn } from '../../scene/samples.ts'
import { copyText } from '../../state/clipboard.ts'
import { useApp } from '../../state/useApp.ts'
import { copiedRunnable } from './copiedRunnable.ts'
import { pictureSvg } from './pictureSvg.ts'
import './copy.css'

/** What can be copied: the step, the ladder that is shown, and how to close the menu. */
export interface CopyPanelProps {
  readonly trace: Trace
  readonly cursor: number
  readonly asked: number | null
  /** What opened the menu, and where it hangs. */
  readonly button: RefObject<HTMLButtonElement | null>
  readonly onClose: () => void
}

/** Something to copy: its name, and its text; null where there is none just now. */
interface Choice {
  readonly name: string
  readonly text: () => string | null
  /** What is said once it is copied, where that is more than its name. */
  readonly done?: () => string
}

const gap = 6
const missing = 'There is nothing to copy: show the graph first, or choose a smaller program.'
const refused = 'The browser does not let this page copy.'

/** A menu of what can be copied and as what. */
export function CopyPanel({ trace, cursor, asked, button, onClose }: CopyPanelProps) {
  const sample = useApp((state) => state.sample)
  const run = useApp((state) => state.run)
  const episode = useApp((state) => state.cursor.episode)
  const [said, setSaid] = useState('')
  const place = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const [menu, anchor] = [place.current, button.current?.getBoundingClientRect()]
    if (menu === null || anchor === undefined) return
    const { height, width } = menu.getBoundingClientRect()
    const above = anchor.top - height - gap
    menu.style.top = `${above >= 0 ? above : Math.min(anchor.bottom + gap, innerHeight - height)}px`
    menu.style.left = `${Math.max(gap, Math.min(anchor.right - width, innerWidth - width - gap))}px`
  }, [button, said])
  useLayoutEffect(() => place.current?.querySelector('button')?.focus(), [])
  useEffect(() => {
    const outside = ({ target }: Event): void => {
      if (target instanceof Node && !place.current?.contains(target) && !button.current?.contains(target)) onClose()
    }
    document.addEventListener('pointerdown', outside)
    return () => document.removeEventListener('pointerdown', outside)
  }, [button, onClose])
  const copy = async (choice: Choice): Promise<void> => {
    const text = choice.text()
    setSaid('')
    setSaid(text === null ? missing : (await copyText(text)) ? (choice.done?.() ?? `Copied: ${choice.name}`) : refused)
  }
  const keys = (event: KeyboardEvent): void => {
    const buttons: readonly (Element | null)[] = [...(place.current?.querySelectorAll('button') ?? [])]
    const at = buttons.indexOf(document.activeElement)
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (event.key === 'Escape') onClose()
    else if (by !== 0) focus(buttons[(at + by + buttons.length) % buttons.length])
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const choices: readonly Choice[] = [
    ...choicesOf(trace, cursor, asked, samplesIn(trace, sample).shown),
    runnableChoice(() => (run === null ? null : runnable(run, episode))),
  ]
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw a frame of its own
    <div className="copy-menu" role="group" aria-label="Copy" ref={place} onKeyDown={keys}>
      {choices.map((choice) => (
        <button key={choice.name} type="button" onClick={() => void copy(choice)}>
          {choice.name}
        </button>
      ))}
      <p aria-live="polite">{said}</p>
    </div>
  )
}

function runnableChoice(make: () => Runnable | null): Choice {
  let made: Runnable | null = null
  return {
    name: 'Runnable PyTorch, with checks',
    text: () => {
      made = make()
      return made?.text ?? null
    },
    done: () => (made === null ? '' : copiedRunnable(made)),
  }
}

const focus = (element: Element | null | undefined): void => {
  if (element instanceof HTMLElement) element.focus()
}

function choicesOf(trace: Trace, cursor: number, asked: number | null, sample: number | null): Choice[] {
  const ladder = asked === null ? null : ladderOf(trace, asked)
  const formulas: Choice[] =
    ladder === null
      ? [
          {
            name: 'This step as LaTeX',
            text: () => {
              const { title, rows } = cardAt(trace, cursor)
              return rows.length === 0 ? null : rowsLatex(title, rows)
            },
          },
        ]
      : [
          { name: 'This ladder as LaTeX', text: () => laddersLatex(ladder.asked.plain, [ladder]) },
          {
            name: 'The whole derivation as LaTeX',
            text: () => laddersLatex(`${ladder.asked.plain}, derived`, derivationOf(trace, ladder.node)),
          },
        ]
  return [
    ...formulas,
    {
      name: 'The picture as SVG',
      text: () => {
        const svg = document.querySelector('.graph-view svg[role="group"]')
        return svg instanceof SVGSVGElement ? pictureSvg(svg) : null
      },
    },
    { name: 'The picture as TikZ', text: () => tikzOf(trace, cursor, sample) },
    { name: 'The table as CSV', text: () => csvOf(trace, cursor) },
  ]
}
