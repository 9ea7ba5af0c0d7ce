import { useMemo, useState } from 'react'
import type { Printed } from '../../lang/log.ts'
import type { Diagnostic } from '../../lang/run.ts'
import { isAnother, lineCount, pagesOf } from '../../scene/output.ts'
import { copyText } from '../../state/clipboard.ts'
import { PrintedText } from './PrintedText.tsx'
import './output.css'

/** What the output shows and tells. */
export interface OutputProps {
  /** The program that printed it. */
  readonly source: string
  readonly prints: readonly Printed[]
  /** How many of the prints are to be shown: while a program runs, the list itself grows. */
  readonly count: number
  readonly growing: boolean
  /** Whether another program runs by now, and has printed nothing yet. */
  readonly former: boolean
  readonly error: Diagnostic | null
  /** Whether the picture is of an earlier program. */
  readonly stale: boolean
  /** The two tensors that do not fit are asked for. */
  readonly onShapes: () => void
  /** The line of the program whose output is lit, 1-based, or null. */
  readonly lit: number | null
  /** Someone points at what a line printed, or no longer. */
  readonly onPoint: (line: number | null) => void
  /** Someone wants to see the line that printed something. */
  readonly onLine: (line: number) => void
}

/** What the program printed, piece by piece with the line that printed it, and why it ended: under the editor. */
export function Output({
  source,
  prints: all,
  count,
  growing,
  former,
  error,
  stale,
  onShapes,
  lit,
  onPoint,
  onLine,
}: OutputProps) {
  const program = useProgram(source, all)
  const prints = useMemo(() => all.slice(0, count), [all, count])
  const pages = useMemo(() => pagesOf(prints), [prints])
  const from = useMemo(() => (lit === null ? 0 : prints.filter(({ line }) => line === lit).length), [prints, lit])
  return (
    <section className="console" aria-label="Output">
      {error !== null && <Failure error={error} stale={stale} onShapes={onShapes} />}
      {prints.length === 0 ? (
        error === null && <p className="empty">print() writes here.</p>
      ) : (
        <>
          <div className="output-head">
            <p>
              {former
                ? `The program before printed ${counted(lineCount(pages), 'line')}`
                : headline(lineCount(pages), lit, from, growing, error)}
            </p>
            <CopyOutput prints={prints} />
          </div>
          <PrintedText
            key={program}
            prints={prints}
            growing={growing}
            pages={pages}
            lit={lit}
            onPoint={onPoint}
            onLine={onLine}
          />
        </>
      )}
    </section>
  )
}

/** The number of the program that prints: a new one begins at the top of its output, a changed one stays where it was scrolled to. */
function useProgram(source: string, prints: readonly Printed[]): number {
  const [shown, show] = useState({ source, prints, number: 0 })
  if (shown.prints !== prints)
    show({ source, prints, number: shown.number + (isAnother(shown.source, source) ? 1 : 0) })
  return shown.number
}

const counted = (n: number, word: string): string => `${n.toLocaleString('en')} ${word}${n === 1 ? '' : 's'}`

/** How much there is, or how much of it a line printed. */
const headline = (
  lines: number,
  lit: number | null,
  from: number,
  growing: boolean,
  error: Diagnostic | null,
): string =>
  lit === null || from === 0
    ? growing
      ? `${counted(lines, 'line')} so far`
      : error !== null
        ? `${counted(lines, 'line')} until ${error.stopped ? 'the program was stopped' : 'the error'}`
        : `The whole program prints ${counted(lines, 'line')}`
    : `Line ${lit} prints ${from === 1 ? 'this' : `${counted(from, 'time')}`}`

function Failure({ error, stale, onShapes }: Pick<OutputProps, 'stale' | 'onShapes'> & { error: Diagnostic }) {
  return (
    <div className="console-error" role="alert">
      <p>
        <strong>{error.type}</strong>: {error.message}
        {error.line !== null && <span className="where">{` (line ${error.line})`}</span>}
      </p>
      {error.hint !== '' && <p className="hint">{error.hint}</p>}
      {error.misfit !== undefined && (
        <button type="button" className="button" onClick={onShapes}>
          Show shapes
        </button>
      )}
      {stale && <p className="hint">The picture shows the last program that ran.</p>}
    </div>
  )
}

/** How long the button says that it copied, in milliseconds. */
const thanks = 2000

function CopyOutput({ prints }: { readonly prints: readonly Printed[] }) {
  const [said, setSaid] = useState('Copy output')
  const copy = async (): Promise<void> => {
    const done = await copyText(prints.map(({ text }) => text).join(''))
    setSaid(done ? 'Copied' : 'The browser does not let this page copy')
    setTimeout(() => setSaid('Copy output'), thanks)
  }
  return (
    <button type="button" className="button quiet" aria-live="polite" onClick={() => void copy()}>
      {said}
    </button>
  )
}
